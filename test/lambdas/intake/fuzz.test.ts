import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { GracePeriodInput } from '../../../lambdas/domain/grace-period/input.ts';
import { createHandler } from '../../../lambdas/intake/handler.ts';
import { aBatch, handedBack } from '../a-batch.ts';
import { aBreaker } from '../a-breaker.ts';
import { aLaunchEvent } from '../a-launch-event.ts';
import { aMetrics } from '../a-metrics.ts';
import { aTagChangeEvent } from '../a-tag-change-event.ts';
import { anIntakeEnvironment } from './an-intake-environment.ts';
import { type Mutation, mutated, someMutations } from './some-mutations.ts';

const RUNS = 2_000;
const RECORDS_A_RUN = 50;

/** Real events, with all that this service reads of them, and more. */
const RECORDS = [
  aLaunchEvent(),
  aLaunchEvent({ instanceIds: ['i-1', 'i-2'], tags: [{ key: 'Owner', value: 'bob@ucsc.edu' }] }),
  aLaunchEvent({
    detail: {
      userIdentity: { type: 'AssumedRole', principalId: 'AROA:x', arn: 'arn:aws:sts::1:assumed-role/r/x' },
    },
  }),
  aTagChangeEvent(),
  aTagChangeEvent({ tags: { Owner: 'bob@ucsc.edu' } }),
].map((record) => JSON.stringify(record));

const someRecord = fc.record({
  record: fc.constantFrom(...RECORDS),
  mutations: someMutations,
  /** How much of its text arrives: sometimes not all. */
  share: fc.oneof(
    { weight: 20, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  ),
});

const bodyOf = ({
  record,
  mutations,
  share,
}: {
  record: string;
  mutations: Mutation[];
  share: number;
}): string => {
  const text = JSON.stringify(mutated(record, mutations));
  return share === 1 ? text : text.slice(0, Math.floor(text.length * share));
};

/** What a batch does with each of its messages: the result, or why it is returned to the queue. */
type Left = { readonly started: Set<string>; readonly said: string[]; readonly reasons: Map<string, Error> };

const handleEvents = async (bodies: readonly string[]) => {
  const left: Left = { started: new Set(), said: [], reasons: new Map() };
  const start = async (name: string, _input: GracePeriodInput): Promise<void> => {
    // As Step Functions would refuse it.
    if (!/^[\w-]{1,80}$/.test(name)) throw new Error(`InvalidName: ${name}`);
    left.started.add(name);
  };
  const handler = createHandler(anIntakeEnvironment(), {
    breaker: aBreaker(),
    startBreakerNotice: async () => {},
    startExecution: start,
    openExecutions: async () => [],
    log: {
      info: (message) => {
        left.said.push(String(message));
      },
      warn: () => {},
      error: (_message, ...[details]) => {
        const { messageId, error } = Object(details);
        left.reasons.set(messageId, error);
      },
    },
    metrics: aMetrics(),
  });
  return { ...left, back: handedBack(await handler(aBatch(bodies))) };
};

const REASONS = ['RecordNotReadable', 'MessageNotReadable', 'LaunchNotIdentifiable', 'AccountNotListed'];

const isPlain = ({ name, message }: Error): boolean =>
  REASONS.includes(name) && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(message) && message.length < 2_000;

// Nobody reads the stacks of a hundred thousand errors.
const { stackTraceLimit } = Error;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

let handled = 0;
let returned = 0;

test(`property: of ${(RUNS * RECORDS_A_RUN).toLocaleString('en-US')} mutated records each is taken in, or handed back with its reason`, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(someRecord, { minLength: RECORDS_A_RUN, maxLength: RECORDS_A_RUN }),
      async (records) => {
        const { back, reasons, said } = await handleEvents(records.map(bodyOf));
        expect({
          results: said.length + back.length,
          withReason: [...reasons.keys()].sort(),
          notPlain: [...reasons.values()].filter((reason) => !isPlain(reason)),
        }).toEqual({ results: RECORDS_A_RUN, withReason: [...back].sort(), notPlain: [] });
        handled += said.length;
        returned += back.length;
      },
    ),
    { numRuns: RUNS, endOnFailure: true },
  );
  // Both happen often enough; otherwise the mutations would prove nothing.
  expect(handled).toBeGreaterThan((RUNS * RECORDS_A_RUN) / 5);
  expect(returned).toBeGreaterThan((RUNS * RECORDS_A_RUN) / 20);
});
