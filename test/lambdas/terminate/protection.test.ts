import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ActRefused } from '../../../lambdas/domain/grace-period/errors.ts';
import type {
  OnTerminationProtection,
  Terminations,
} from '../../../lambdas/domain/grace-period/orders-and-results.ts';
import { NO_TERMINATIONS } from '../../../lambdas/domain/grace-period/terminations.ts';
import { createHandler } from '../../../lambdas/terminate/handler.ts';
import { resultOfRefusal } from '../../../lambdas/terminate/terminate-all.ts';
import { at, textAt } from '../at.ts';
import { instanceIds } from '../instance-ids.ts';
import { anInput, aTerminateEnvironment } from './a-terminate-environment.ts';
import { anEc2 } from './an-ec2.ts';
import { someClients } from './some-clients.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(10) });
});
afterEach(() => {
  jest.useRealTimers();
});

/** What an earlier run left of i-2, which IAM had refused: it was checked again since. */
const REFUSED_BEFORE: Terminations = {
  ...NO_TERMINATIONS,
  unfinished: [{ reason: 'unauthorized', instanceIds: ['i-2'] }],
};

/** Terminates i-1 and i-2, of which i-2 is protected. */
const ended = async (
  setting: OnTerminationProtection,
  world: Parameters<typeof someClients>[0] = {},
  terminations: Terminations = NO_TERMINATIONS,
) => {
  const { clients, asked, ec2 } = someClients({ ec2: anEc2({ protected: ['i-2'] }), ...world });
  const environment = aTerminateEnvironment({ ON_TERMINATION_PROTECTION: setting });
  const { results } = await createHandler(environment, clients)(anInput({ terminations }));
  const [first, ...others] = results;
  expect(first).toEqual({ result: 'terminated', reason: 'confirmed', instanceIds: ['i-1'] });
  const told = others.map(({ result, reason, instanceIds: ids }) => `${ids.join(' ')} ${result}: ${reason}`);
  return { told, asked: asked.slice(3), ended: ec2.ended };
};

test('a protected instance is stopped', async () => {
  const { told, asked } = await ended('stop');
  expect(told).toEqual(['i-2 stopped: termination-protected']);
  expect(asked).toEqual(['StopInstances i-2']);
});

test.each([
  ['protected', 'stop-protected'],
  ['unauthorized', 'unauthorized'],
  ['other', 'TypeError'],
] as const)('one that EC2 does not stop either has failed: %s', async (why, reason) => {
  const { told } = await ended('stop', { refused: { 'StopInstances i-2': why } }, REFUSED_BEFORE);
  expect(told).toEqual([`i-2 failed: ${reason}`]);
});

test('one that is starting cannot be stopped yet: it is checked again', () => {
  const cause = Object.assign(new Error(), { name: 'IncorrectInstanceState' });
  expect(resultOfRefusal(new ActRefused('StopInstances', 'other', ['i-2'], { cause }))).toEqual({
    result: 'not-asked',
    reason: 'IncorrectInstanceState',
  });
});

test('of 1,000 protected instances all are stopped, in calls of a hundred, but the one that is protected from that too', async () => {
  const ids = instanceIds(1000);
  const [odd = ''] = ids;
  const refused = { [`StopInstances ${odd}`]: 'protected' } as const;
  const { clients, asked } = someClients({ ec2: anEc2({ protected: ids }), refused });
  const orders = [{ availabilityZone: 'us-west-2a', instanceIds: ids }];
  const { results } = await createHandler(aTerminateEnvironment(), clients)(anInput({ toTerminate: orders }));
  expect(results).toEqual([
    { result: 'failed', reason: 'stop-protected', instanceIds: [odd] },
    { result: 'stopped', reason: 'termination-protected', instanceIds: ids.slice(1) },
  ]);
  expect(asked.filter((call) => call.startsWith('StopInstances')).length).toBeLessThanOrEqual(10 + 14);
});

test('a stop without an answer is not taken for an end: the instance is checked again', async () => {
  const { clients } = someClients({ ec2: anEc2({ protected: ['i-2'] }) });
  const stopping = createHandler(aTerminateEnvironment(), {
    ...clients,
    stopInstances: () => Promise.reject(new RangeError('a timeout')),
  })(anInput());
  await jest.advanceTimersByTimeAsync(70_000);
  expect(await stopping).toMatchObject({
    unfinished: [{ reason: 'RangeError', instanceIds: ['i-2'] }],
    ifGone: [],
  });
});

test('reported, it has failed, and nothing else is asked', async () => {
  const { told, asked } = await ended('report');
  expect(told).toEqual(['i-2 failed: termination-protected']);
  expect(asked).toEqual([]);
});

describe('overridden,', () => {
  test('it is terminated, and the reason says so', async () => {
    const { told, asked } = await ended('override');
    expect(told).toEqual(['i-2 terminated: protection-overridden']);
    expect(asked).toEqual(['ModifyInstanceAttribute i-2', 'TerminateInstances i-2']);
  });

  test('it has failed where EC2 lets nobody take the protection off', async () => {
    const refused = { 'ModifyInstanceAttribute i-2': 'unauthorized' } as const;
    const { told, asked } = await ended('override', { refused }, REFUSED_BEFORE);
    expect(told).toEqual(['i-2 failed: unauthorized']);
    expect(asked).toEqual(['ModifyInstanceAttribute i-2']);
  });

  test('a pause before that holds it, protected as it was', async () => {
    const { told, asked } = await ended('override', { isPaused: (calls) => calls.length >= 3 });
    expect(told).toEqual(['i-2 held: paused']);
    expect(asked).toEqual([]);
  });

  test('a pause after that holds it, and the reason says what was done', async () => {
    const { told } = await ended('override', { isPaused: (calls) => calls.length >= 4 });
    expect(told).toEqual(['i-2 held: paused after protection-removed']);
  });

  test('an Owner written in between saves it, and the reason says what was done', async () => {
    const ec2 = anEc2({ protected: ['i-2'], unauthorized: ['i-2'] });
    const { told } = await ended('override', { ec2: { ...ec2, call: guardedFirst(ec2) } }, REFUSED_BEFORE);
    expect(told).toEqual(['i-2 failed: unauthorized after protection-removed']);
  });

  test('what comes to no end after that goes on, and tells what was done once it has', async () => {
    const { clients } = someClients({ ec2: anEc2({ protected: ['i-2'] }) });
    const environment = aTerminateEnvironment({ ON_TERMINATION_PROTECTION: 'override' });
    let isBroken = false;
    const terminate = createHandler(environment, {
      ...clients,
      removeProtection: async (account, region, id) => {
        await clients.removeProtection(account, region, id);
        isBroken = true;
      },
      terminateInstances: (account, region, ids) =>
        isBroken
          ? Promise.reject(new RangeError('a timeout'))
          : clients.terminateInstances(account, region, ids),
    });
    const first = terminate(anInput());
    await jest.advanceTimersByTimeAsync(70_000);
    const terminations = await first;
    expect(terminations.unfinished).toEqual([
      { reason: 'RangeError', done: 'protection-removed', instanceIds: ['i-2'] },
    ]);
    isBroken = false;
    const { results, unfinished } = await terminate(anInput({ checkedAt: textAt(11, 10), terminations }));
    expect(results).toEqual([
      { result: 'terminated', reason: 'confirmed', instanceIds: ['i-1'] },
      { result: 'terminated', reason: 'protection-overridden', instanceIds: ['i-2'] },
    ]);
    expect(unfinished).toEqual([]);
  });

  test('a removal whose answer was lost is told as perhaps done', async () => {
    const { clients } = someClients({ ec2: anEc2({ protected: ['i-2'] }) });
    const environment = aTerminateEnvironment({ ON_TERMINATION_PROTECTION: 'override' });
    const terminating = createHandler(environment, {
      ...clients,
      removeProtection: () => Promise.reject(new RangeError('a timeout')),
    })(anInput());
    await jest.advanceTimersByTimeAsync(70_000);
    expect((await terminating).unfinished).toEqual([
      { reason: 'RangeError', done: 'protection-perhaps-removed', instanceIds: ['i-2'] },
    ]);
  });

  test('what somebody else ends in the meantime is gone', async () => {
    const ec2 = anEc2({ protected: ['i-2'], ending: ['i-2'] });
    const { told } = await ended('override', { ec2 });
    expect(told).toEqual(['i-2 gone: shutting-down after protection-removed']);
  });
});

/** EC2 says first that an instance is protected, and what the Guard says only once it is not. */
const guardedFirst = (ec2: ReturnType<typeof anEc2>): typeof ec2.call => {
  const open = anEc2({ protected: ['i-2'] });
  let refusals = 0;
  return (ids) => (ids.includes('i-2') && refusals++ >= 2 ? ec2.call(ids) : open.call(ids));
};
