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

/** The result of an earlier run for i-2, which IAM had refused; it was checked again since. */
const REFUSED_BEFORE: Terminations = {
  ...NO_TERMINATIONS,
  unfinished: [{ reason: 'unauthorized', instanceIds: ['i-2'] }],
};

/** Terminates i-1 and i-2; i-2 is protected. */
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
  const reported = others.map(
    ({ result, reason, instanceIds: ids }) => `${ids.join(' ')} ${result}: ${reason}`,
  );
  return { reported, asked: asked.slice(3), ended: ec2.ended };
};

test('a protected instance is stopped', async () => {
  const { reported, asked } = await ended('stop');
  expect(reported).toEqual(['i-2 stopped: termination-protected']);
  expect(asked).toEqual(['StopInstances i-2']);
});

test.each([
  ['protected', 'stop-protected'],
  ['unauthorized', 'unauthorized'],
  ['other', 'TypeError'],
] as const)('an instance that EC2 does not stop either has failed: %s', async (why, reason) => {
  const { reported } = await ended('stop', { refused: { 'StopInstances i-2': why } }, REFUSED_BEFORE);
  expect(reported).toEqual([`i-2 failed: ${reason}`]);
});

test('a pending instance cannot be stopped yet: it is checked again', () => {
  const cause = Object.assign(new Error(), { name: 'IncorrectInstanceState' });
  expect(resultOfRefusal(new ActRefused('StopInstances', 'other', ['i-2'], { cause }))).toEqual({
    result: 'not-asked',
    reason: 'IncorrectInstanceState',
  });
});

test('1,000 protected instances are stopped in calls of a hundred, except the one with stop protection', async () => {
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

test('a stop whose answer was lost does not count as a termination: the instance is checked again', async () => {
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

test('with `report`, a protected instance has failed, and no other call is made', async () => {
  const { reported, asked } = await ended('report');
  expect(reported).toEqual(['i-2 failed: termination-protected']);
  expect(asked).toEqual([]);
});

describe('with `override`,', () => {
  test('a protected instance is terminated, and the result says so', async () => {
    const { reported, asked } = await ended('override');
    expect(reported).toEqual(['i-2 terminated: protection-overridden']);
    expect(asked).toEqual(['ModifyInstanceAttribute i-2', 'TerminateInstances i-2']);
  });

  test('it has failed if EC2 does not let the protection be removed', async () => {
    const refused = { 'ModifyInstanceAttribute i-2': 'unauthorized' } as const;
    const { reported, asked } = await ended('override', { refused }, REFUSED_BEFORE);
    expect(reported).toEqual(['i-2 failed: unauthorized']);
    expect(asked).toEqual(['ModifyInstanceAttribute i-2']);
  });

  test('a pause before the removal holds it, still protected', async () => {
    const { reported, asked } = await ended('override', { isPaused: (calls) => calls.length >= 3 });
    expect(reported).toEqual(['i-2 held: paused']);
    expect(asked).toEqual([]);
  });

  test('a pause after the removal holds it, and the result names the removal', async () => {
    const { reported } = await ended('override', { isPaused: (calls) => calls.length >= 4 });
    expect(reported).toEqual(['i-2 held: paused after protection-removed']);
  });

  test('an Owner written after the removal saves it, and the result names the removal', async () => {
    const ec2 = anEc2({ protected: ['i-2'], unauthorized: ['i-2'] });
    const { reported } = await ended(
      'override',
      { ec2: { ...ec2, call: guardedFirst(ec2) } },
      REFUSED_BEFORE,
    );
    expect(reported).toEqual(['i-2 failed: unauthorized after protection-removed']);
  });

  test('what is unfinished after the removal goes on, and its final result names the removal', async () => {
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

  test('a removal whose answer was lost is reported as perhaps done', async () => {
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

  test('an instance that somebody else terminates meanwhile is gone', async () => {
    const ec2 = anEc2({ protected: ['i-2'], ending: ['i-2'] });
    const { reported } = await ended('override', { ec2 });
    expect(reported).toEqual(['i-2 gone: shutting-down after protection-removed']);
  });
});

/** EC2 checks the protection first, and the Guard only once it is removed. */
const guardedFirst = (ec2: ReturnType<typeof anEc2>): typeof ec2.call => {
  const open = anEc2({ protected: ['i-2'] });
  let refusals = 0;
  return (ids) => (ids.includes('i-2') && refusals++ >= 2 ? ec2.call(ids) : open.call(ids));
};
