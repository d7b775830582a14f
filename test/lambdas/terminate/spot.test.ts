import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Terminations } from '../../../lambdas/domain/grace-period/orders-and-results.ts';
import { NO_TERMINATIONS } from '../../../lambdas/domain/grace-period/terminations.ts';
import { createHandler } from '../../../lambdas/terminate/handler.ts';
import { anInstance } from '../an-instance.ts';
import { at } from '../at.ts';
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

const order = { availabilityZone: 'us-west-2a', isSpot: true, instanceIds: ['i-1', 'i-2'] };
const requests = { 'i-2': 'sir-2' };

const ended = async (
  world: Parameters<typeof someClients>[0] = {},
  attempt = 0,
  terminations: Terminations = NO_TERMINATIONS,
) => {
  const { clients, asked } = someClients({ requests, ...world });
  const { results } = await createHandler(
    aTerminateEnvironment(),
    clients,
  )(anInput({ attempt, toTerminate: [order], terminations }));
  const reported = results.map(
    ({ result, reason, instanceIds: ids }) => `${ids.join(' ')} ${result}: ${reason}`,
  );
  return { reported, asked };
};

test('a persistent request is cancelled before its instance is terminated: it would launch another', async () => {
  const { reported, asked } = await ended();
  expect(asked).toEqual([
    'DescribeSpotInstanceRequests i-1 i-2',
    'DescribeInstances i-2',
    'CancelSpotInstanceRequests sir-2',
    'TerminateInstances i-2',
    'TerminateInstances i-1',
  ]);
  expect(reported).toEqual(['i-2 terminated: request-cancelled', 'i-1 terminated: confirmed']);
});

test('EC2 is not asked for requests of instances that are not Spot', async () => {
  const { clients, asked } = someClients({ requests });
  await createHandler(aTerminateEnvironment(), clients)(anInput());
  expect(asked).toEqual(['TerminateInstances i-1 i-2']);
});

test('requests are read for 200 instances at a time, the maximum of a filter', async () => {
  const ids = instanceIds(250);
  const { clients, asked } = someClients();
  await createHandler(
    aTerminateEnvironment(),
    clients,
  )(anInput({ toTerminate: [{ ...order, instanceIds: ids }] }));
  const describes = asked.filter((call) => call.startsWith('DescribeSpot'));
  expect(describes.map((call) => call.split(' ').length - 1)).toEqual([200, 50]);
});

describe('the instance is checked again:', () => {
  test.each([
    ['an Owner written since', anInstance('i-2', { Owner: 'bob@ucsc.edu' }), 'spared: owner-valid'],
    [
      'a near miss, which is to be corrected',
      anInstance('i-2', { owner: 'bob@ucsc.edu' }),
      'spared: near-miss',
    ],
    ['a value that is invalid', anInstance('i-2', { Owner: 'Bobbie' }), 'spared: no-pattern-matches'],
    ['one that AWS manages', anInstance('i-2', {}, { managedByAws: true }), 'spared: aws-managed'],
    [
      'one that was terminated meanwhile',
      anInstance('i-2', {}, { state: 'shutting-down' }),
      'gone: shutting-down',
    ],
    ['one that is not there', null, 'gone: not-found'],
  ])('%s', async (_, now, became) => {
    const { reported, asked } = await ended({ seen: { 'i-2': now } });
    expect(reported).toEqual([`i-2 ${became}`, 'i-1 terminated: confirmed']);
    expect(asked).not.toContain('CancelSpotInstanceRequests sir-2');
    expect(asked).not.toContain('TerminateInstances i-2');
  });

  test('with DescribeTags too, which shows tags that DescribeInstances omits', async () => {
    const { clients, asked } = someClients({ requests });
    const tags = new Map([['i-2', [{ key: 'Owner', value: 'bob@ucsc.edu' }]]]);
    const readInstancesIn: typeof clients.readInstancesIn = async (accountId, region) => ({
      ...(await clients.readInstancesIn(accountId, region)),
      tags: async () => tags,
    });
    const terminate = createHandler(aTerminateEnvironment(), { ...clients, readInstancesIn });
    const { results } = await terminate(anInput({ toTerminate: [order] }));
    expect(results).toContainEqual({
      result: 'spared',
      reason: 'owner-valid',
      instanceIds: ['i-2'],
    });
    expect(asked).not.toContain('CancelSpotInstanceRequests sir-2');
  });

  test('on a retry, an instance that is shutting down may be our own work', async () => {
    const { reported } = await ended({ seen: { 'i-2': anInstance('i-2', {}, { state: 'terminated' }) } }, 1);
    expect(reported).toContain('i-2 terminated: answer-lost');
  });
});

test('on a retry, an instance that EC2 does not show is not our own work', async () => {
  const { reported } = await ended({ seen: { 'i-2': null } }, 1);
  expect(reported).toContain('i-2 gone: not-found');
});

test.each(['unauthorized', 'not-found', 'other'] as const)(
  'if the request is not cancelled (%s), its instance is not terminated',
  async (why) => {
    const { reported, asked } = await ended({ refused: { 'CancelSpotInstanceRequests sir-2': why } });
    expect(reported).toContain('i-2 failed: request-not-cancelled');
    expect(asked).not.toContain('TerminateInstances i-2');
  },
);

test('a cancellation that EC2 does not confirm has failed', async () => {
  const { clients, asked } = someClients({ requests });
  const spotRequestsIn: typeof clients.spotRequestsIn = async (accountId, region) => ({
    ...(await clients.spotRequestsIn(accountId, region)),
    cancel: async () => false,
  });
  const terminate = createHandler(aTerminateEnvironment(), { ...clients, spotRequestsIn });
  const { results } = await terminate(anInput({ toTerminate: [order] }));
  expect(results).toContainEqual({ result: 'failed', reason: 'request-not-cancelled', instanceIds: ['i-2'] });
  expect(asked).not.toContain('TerminateInstances i-2');
});

test('a cancellation whose answer was lost is tried again, and its result is reported', async () => {
  const { clients, asked } = someClients({ requests });
  let tries = 0;
  const spotRequestsIn: typeof clients.spotRequestsIn = async (accountId, region) => ({
    ...(await clients.spotRequestsIn(accountId, region)),
    cancel: async () => {
      tries += 1;
      throw new RangeError('a timeout');
    },
  });
  const terminating = createHandler(aTerminateEnvironment(), { ...clients, spotRequestsIn })(
    anInput({ toTerminate: [order] }),
  );
  await jest.advanceTimersByTimeAsync(70_000);
  expect((await terminating).unfinished).toContainEqual({
    reason: 'RangeError',
    done: 'request-perhaps-cancelled',
    instanceIds: ['i-2'],
  });
  expect(tries).toBeGreaterThan(1);
  expect(asked).not.toContain('TerminateInstances i-2');
});

describe('a pause', () => {
  const pausedAfter = (call: string) => ({ isPaused: (asked: readonly string[]) => asked.at(-1) === call });

  test('before the cancellation holds the instance, and nothing is cancelled', async () => {
    const { reported, asked } = await ended(pausedAfter('DescribeInstances i-2'));
    expect(reported).toEqual(['i-2 i-1 held: paused']);
    expect(asked).not.toContain('CancelSpotInstanceRequests sir-2');
  });

  test('after the cancellation holds the instance, and the result names the cancellation', async () => {
    const { reported } = await ended(pausedAfter('CancelSpotInstanceRequests sir-2'));
    expect(reported).toEqual(['i-2 held: paused after request-cancelled', 'i-1 held: paused']);
  });
});

test('an Owner written after the cancellation saves the instance, and the result names the cancellation', async () => {
  const unfinished = [{ reason: 'unauthorized', instanceIds: ['i-2'] }];
  const world = { ec2: anEc2({ unauthorized: ['i-2'] }) };
  const { reported } = await ended(world, 0, { ...NO_TERMINATIONS, unfinished });
  expect(reported).toContain('i-2 failed: unauthorized after request-cancelled');
});
