import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Termination } from '../../../lambdas/aws/ec2-changes.ts';
import { groupInstances } from '../../../lambdas/domain/instances.ts';
import { terminateAll } from '../../../lambdas/terminate/terminate-all.ts';
import { instanceIds } from '../instance-ids.ts';
import { anEc2 } from './an-ec2.ts';

type Call = (instanceIds: readonly string[]) => Promise<Termination[]>;

/** Instance ids, by result. */
const ended = async (ids: readonly string[], call: Call, mayHaveActed = false) =>
  groupInstances(
    await terminateAll(
      ids,
      { terminate: async (some) => ({ answer: await call(some), mayHaveActed: false }) },
      () => (mayHaveActed ? 'earlier' : null),
    ),
    ({ result, reason }) => ({ result, reason }),
  );

const THOUSAND = instanceIds(1000);
const [first = '', second = '', third = ''] = THOUSAND;

test('instances are terminated in calls of a hundred', async () => {
  const { call, calls } = anEc2();
  expect(await ended(THOUSAND, call)).toEqual([
    { result: 'terminated', reason: 'confirmed', instanceIds: THOUSAND },
  ]);
  expect(calls.map((ids) => ids.length)).toEqual(Array(10).fill(100));
});

test('of 1,000 instances, one protected and one unknown do not stop the others', async () => {
  const [unknown = '', guarded = ''] = [THOUSAND[123], THOUSAND[777]];
  const { call, calls } = anEc2({ unknown: [unknown], protected: [guarded] });
  expect(await ended(THOUSAND, call)).toEqual([
    {
      result: 'terminated',
      reason: 'confirmed',
      instanceIds: THOUSAND.filter((id) => id !== unknown && id !== guarded),
    },
    { result: 'gone', reason: 'not-found', instanceIds: [unknown] },
    { result: 'failed', reason: 'termination-protected', instanceIds: [guarded] },
  ]);
  // Ten batches; a refused instance halves its batch of 100 seven times, with two calls each.
  expect(calls.length).toBeLessThanOrEqual(10 + 2 * 14);
});

describe('an instance that is shutting down already', () => {
  test('is the work of somebody else on the first attempt', async () => {
    const { call } = anEc2({ ending: [second] });
    expect(await ended([first, second], call)).toEqual([
      { result: 'terminated', reason: 'confirmed', instanceIds: [first] },
      { result: 'gone', reason: 'shutting-down', instanceIds: [second] },
    ]);
  });

  test('may be the work of an earlier call whose answer was lost', async () => {
    const { call } = anEc2({ ending: [second] });
    expect(await ended([first, second], call, true)).toMatchObject([
      { result: 'terminated', reason: 'confirmed', instanceIds: [first] },
      { result: 'terminated', reason: 'answer-lost', instanceIds: [second] },
    ]);
  });

  test('may be the work of an earlier attempt of the same call', async () => {
    const { call } = anEc2({ ending: [second] });
    const terminate = async (ids: readonly string[]) => ({ answer: await call(ids), mayHaveActed: true });
    expect(await terminateAll([first, second], { terminate }, () => null)).toEqual([
      { instanceId: first, result: 'terminated', reason: 'confirmed' },
      { instanceId: second, result: 'terminated', reason: 'answer-lost' },
    ]);
  });

  test('stays the work of somebody else beside a protected instance: such a call terminates nothing', async () => {
    const { call } = anEc2({ ending: [second], protected: [third] });
    const results = await ended([first, second, third], call);
    expect(results).toContainEqual({ result: 'gone', reason: 'shutting-down', instanceIds: [second] });
  });

  test('may be our own work beside an instance that the Guard refuses: such a call may have terminated it', async () => {
    const { call } = anEc2({ unauthorized: [third], endsTheAuthorized: true });
    expect(await ended([first, second, third], call)).toEqual([
      { result: 'terminated', reason: 'answer-lost', instanceIds: [first, second] },
      { result: 'failed', reason: 'unauthorized', instanceIds: [third] },
    ]);
  });
});

test("an instance that EC2's answer leaves out has failed", async () => {
  const answered = async () => [{ instanceId: first, previousState: 'running' }];
  expect(await ended([first, second], answered)).toEqual([
    { result: 'terminated', reason: 'confirmed', instanceIds: [first] },
    { result: 'failed', reason: 'unanswered', instanceIds: [second] },
  ]);
});

test('property: whichever instances are refused, all others are terminated, and each instance has one result', async () => {
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
        const { call, calls, ended: over } = anEc2({ ...culprits, endsTheAuthorized });
        const results = await ended(ids, call);
        const answered = (reason: string) =>
          results.filter((one) => one.reason === reason).flatMap((one) => one.instanceIds);

        expect(results.flatMap((one) => one.instanceIds).sort()).toEqual(ids);
        expect(answered('not-found').sort()).toEqual(culprits.unknown);
        expect(answered('termination-protected').sort()).toEqual(culprits.protected);
        expect(answered('unauthorized').sort()).toEqual(culprits.unauthorized);
        expect(
          those('fine').filter((id) => ![...answered('confirmed'), ...answered('answer-lost')].includes(id)),
        ).toEqual([]);
        expect([...culprits.protected, ...culprits.unauthorized].filter((id) => over.has(id))).toEqual([]);
        const spoilers = culprits.unknown.length + culprits.protected.length + culprits.unauthorized.length;
        expect(calls.length).toBeLessThanOrEqual(Math.ceil(ids.length / 100) + 14 * spoilers);
      },
    ),
    { numRuns: 100 },
  );
});
