import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { terminateAll } from '../../../lambdas/terminate/terminate-all.ts';
import { instanceIds } from '../instance-ids.ts';
import { anEc2 } from './an-ec2.ts';

const THOUSAND = instanceIds(1000);
const [first = '', second = '', third = ''] = THOUSAND;

test('what EC2 ends is terminated, in calls of a hundred', async () => {
  const { call, calls } = anEc2();
  expect(await terminateAll(THOUSAND, call, 0)).toEqual([
    { result: 'terminated', reason: 'confirmed', instanceIds: THOUSAND },
  ]);
  expect(calls.map((ids) => ids.length)).toEqual(Array(10).fill(100));
});

test('of 1,000 instances one protected and one unknown spoil nothing for the others', async () => {
  const [unknown = '', guarded = ''] = [THOUSAND[123], THOUSAND[777]];
  const { call, calls } = anEc2({ unknown: [unknown], protected: [guarded] });
  expect(await terminateAll(THOUSAND, call, 0)).toEqual([
    {
      result: 'terminated',
      reason: 'confirmed',
      instanceIds: THOUSAND.filter((id) => id !== unknown && id !== guarded),
    },
    { result: 'gone', reason: 'not-found', instanceIds: [unknown] },
    { result: 'failed', reason: 'termination-protected', instanceIds: [guarded] },
  ]);
  // Ten batches; a culprit halves its batch of 100 seven times, two calls each.
  expect(calls.length).toBeLessThanOrEqual(10 + 2 * 14);
});

describe('an instance that is ending already', () => {
  test('is the work of another the first time', async () => {
    const { call } = anEc2({ ending: [second] });
    expect(await terminateAll([first, second], call, 0)).toEqual([
      { result: 'terminated', reason: 'confirmed', instanceIds: [first] },
      { result: 'gone', reason: 'shutting-down', instanceIds: [second] },
    ]);
  });

  test("is this service's own work on a retry", async () => {
    const { call } = anEc2({ ending: [second] });
    expect(await terminateAll([first, second], call, 1)).toMatchObject([{ instanceIds: [first, second] }]);
  });

  test('stays the work of another beside a protected instance: such a call ends nothing', async () => {
    const { call } = anEc2({ ending: [second], protected: [third] });
    const results = await terminateAll([first, second, third], call, 0);
    expect(results).toContainEqual({ result: 'gone', reason: 'shutting-down', instanceIds: [second] });
  });

  test('may be own work beside one that the Guard refuses: such a call may have ended it', async () => {
    const { call } = anEc2({ unauthorized: [third], endsTheAuthorized: true });
    expect(await terminateAll([first, second, third], call, 0)).toEqual([
      { result: 'terminated', reason: 'confirmed', instanceIds: [first, second] },
      { result: 'failed', reason: 'unauthorized', instanceIds: [third] },
    ]);
  });
});

test('an instance that EC2 does not answer for has failed', async () => {
  const answered = async () => [{ instanceId: first, previousState: 'running' }];
  expect(await terminateAll([first, second], answered, 0)).toEqual([
    { result: 'terminated', reason: 'confirmed', instanceIds: [first] },
    { result: 'failed', reason: 'unanswered', instanceIds: [second] },
  ]);
});

test('an error that no instance is to blame for is thrown: the state machine retries', async () => {
  const throttled = () => Promise.reject(new Error('RequestLimitExceeded'));
  await expect(terminateAll([first, second], throttled, 0)).rejects.toThrow('RequestLimitExceeded');
});

test('property: whoever the culprits are, everything else ends, and each instance has one answer', async () => {
  const kind = fc.constantFrom(
    'unknown',
    'protected',
    'unauthorized',
    'ending',
    'fine',
    'fine',
    'fine',
    'fine',
  );
  const someFate = fc.oneof({ weight: 20, arbitrary: fc.constant('fine') }, { weight: 1, arbitrary: kind });
  await fc.assert(
    fc.asyncProperty(
      fc.array(someFate, { maxLength: 300 }),
      fc.boolean(),
      async (fates, endsTheAuthorized) => {
        const ids = instanceIds(fates.length);
        const those = (fate: string) => ids.filter((_, index) => fates[index] === fate);
        const culprits = {
          unknown: those('unknown'),
          protected: those('protected'),
          unauthorized: those('unauthorized'),
          ending: those('ending'),
        };
        const { call, calls, ended } = anEc2({ ...culprits, endsTheAuthorized });
        const results = await terminateAll(ids, call, 0);
        const answered = (reason: string) =>
          results.filter((one) => one.reason === reason).flatMap((one) => one.instanceIds);

        expect(results.flatMap((one) => one.instanceIds).sort()).toEqual(ids);
        expect(answered('not-found').sort()).toEqual(culprits.unknown);
        expect(answered('termination-protected').sort()).toEqual(culprits.protected);
        expect(answered('unauthorized').sort()).toEqual(culprits.unauthorized);
        expect(those('fine').filter((id) => !answered('confirmed').includes(id))).toEqual([]);
        expect([...culprits.protected, ...culprits.unauthorized].filter((id) => ended.has(id))).toEqual([]);
        const spoilers = culprits.unknown.length + culprits.protected.length + culprits.unauthorized.length;
        expect(calls.length).toBeLessThanOrEqual(Math.ceil(ids.length / 100) + 14 * spoilers);
      },
    ),
    { numRuns: 100 },
  );
});
