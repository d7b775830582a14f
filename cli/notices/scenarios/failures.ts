import {
  PauseNotReadable,
  SessionPolicyTooLarge,
  WriteRefused,
} from '../../../lambdas/domain/grace-period/errors.ts';
import type { PlayOptions } from '../../../local/aws/play-options.ts';
import { PANGENOMICS } from '../../../local/sample/configuration.ts';
import { instanceSession } from '../../../local/sample/identity.ts';
import { instanceIdsOf, launched } from '../../../local/sample/launches.ts';
import { tagged } from '../../../local/sample/user-actions.ts';
import { at, calls, launch, type Scenario, unanswered } from '../scenario.ts';

const guarded = launch({ isProtected: true });
const spot = launch({ spotRequest: 'sir-1a2b3c4d' });
const two = launch({ count: 2 });
const [first = ''] = instanceIdsOf(two);
const nearMiss = launch({ tags: { Name: 'giraffe-hprc', owner: 'mkim@ucsc.edu' } });
const leader = launch({ at: '08:00:00', name: 'leader', tags: { Owner: 'mkim@ucsc.edu' } });
const [leaderId = ''] = instanceIdsOf(leader);
const worker = launch({ caller: instanceSession(PANGENOMICS, leaderId), name: 'worker', tags: {} });

const notTerminated = calls(() => ({ terminateInstances: () => unanswered }));

/** The protection is removed, and then AWS stops answering. */
const onlyUnprotected = calls(({ removeProtection, terminateInstances }) => {
  let isRemoved = false;
  return {
    removeProtection:
      (role) =>
      async (...call) => {
        await removeProtection(role)(...call);
        isRemoved = true;
      },
    terminateInstances:
      (role) =>
      (...call) =>
        isRemoved ? unanswered() : terminateInstances(role)(...call),
  };
});

const cancelling = (cancel: () => Promise<boolean>): PlayOptions =>
  calls(({ spotRequestsIn }) => ({
    spotRequestsIn:
      (role) =>
      async (...place) => ({ ...(await spotRequestsIn(role)(...place)), cancel }),
  }));

const notWritten = calls(() => ({
  tagInstances:
    () =>
    (_accountId, _region, { instanceIds }) =>
      Promise.reject(new WriteRefused(instanceIds, {})),
}));

/** Instances can no longer be read once they are due. */
const unreadable = (termination: Parameters<typeof calls>[0]): PlayOptions =>
  calls((clients) => ({
    readInstancesIn:
      (role) =>
      (...place) =>
        Date.now() > at('09:10:30') ? unanswered() : clients.readInstancesIn(role)(...place),
    ...termination(clients),
  }));

const throttled = Object.assign(new Error('Request limit exceeded.'), { name: 'RequestLimitExceeded' });

/** Scenarios with failures. */
export const failures: readonly Scenario[] = [
  {
    mails: [null, 'Failure: AWS does not answer when it is to be terminated'],
    records: [launched(launch())],
    playOptions: notTerminated,
  },
  {
    mails: [null, 'Failure: the same, once its protection is removed'],
    setting: 'strict',
    records: [launched(guarded)],
    playOptions: onlyUnprotected,
  },
  {
    mails: [null, 'Failure: the same, and then it gets an Owner'],
    setting: 'strict',
    records: [
      launched(guarded),
      tagged({ ...guarded, at: '09:11:30' }, instanceIdsOf(guarded), { Owner: 'mkim@ucsc.edu' }),
    ],
    playOptions: onlyUnprotected,
  },
  {
    mails: [null, 'Failure: the same, and then its account leaves the service'],
    setting: 'strict',
    records: [launched(guarded)],
    playOptions: onlyUnprotected,
    deployed: { at: at('09:11:30'), setting: 'reduced' },
  },
  {
    mails: [null, 'Failure: AWS does not answer when its protection is to be removed'],
    setting: 'strict',
    records: [launched(guarded)],
    playOptions: calls(() => ({ removeProtection: () => unanswered })),
  },
  {
    mails: [null, 'Failure: AWS does not answer when it is to be stopped'],
    records: [launched(guarded)],
    playOptions: calls(() => ({ stopInstances: () => unanswered })),
  },
  {
    mails: [null, 'Failure: its Spot request is not cancelled'],
    records: [launched(spot)],
    playOptions: cancelling(async () => false),
  },
  {
    mails: [null, 'Failure: AWS does not answer when its Spot request is to be cancelled'],
    records: [launched(spot)],
    playOptions: cancelling(unanswered),
  },
  {
    mails: [null, 'Failure: its Spot request is cancelled, and then AWS does not answer'],
    records: [launched(spot)],
    playOptions: notTerminated,
  },
  {
    mails: [null, 'Failure: whether enforcement is paused is not known'],
    records: [launched(launch())],
    playOptions: calls(() => ({
      readPause: (name) => () => Promise.reject(new PauseNotReadable(name, {})),
    })),
  },
  {
    mails: ['Failure: a near miss is not corrected'],
    records: [launched(nearMiss)],
    playOptions: notWritten,
  },
  {
    mails: ['Failure: a near miss is not corrected, for the length of its tags'],
    records: [launched(nearMiss)],
    playOptions: calls(() => ({
      tagInstances:
        () =>
        (_accountId, _region, { instanceIds }) =>
          Promise.reject(new SessionPolicyTooLarge(instanceIds, 3000)),
    })),
  },
  {
    mails: ['Failure: an Owner is not inherited'],
    records: [launched(leader), launched(worker)],
    playOptions: notWritten,
  },
  {
    mails: ['Failure: a launch cannot be checked'],
    records: [launched(launch())],
    playOptions: calls(() => ({ readInstancesIn: () => unanswered })),
  },
  {
    mails: [null, 'Failure: a launch cannot be checked after one of its instances was terminated'],
    records: [launched(two)],
    playOptions: unreadable(({ terminateInstances }) => ({
      terminateInstances: (role) => (accountId, region, ids) =>
        ids.includes(first) ? Promise.reject(throttled) : terminateInstances(role)(accountId, region, ids),
    })),
  },
  {
    mails: [null, 'Failure: a launch cannot be checked after a termination without an answer'],
    records: [launched(launch())],
    playOptions: unreadable(() => ({ terminateInstances: () => unanswered })),
  },
];
