import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { aSession } from '../lambdas/a-session.ts';
import type { Aws } from './aws.ts';
import { AWSES } from './awses.ts';
import { variable } from './stacks.ts';

const TABLE = variable('attribute', 'TABLE_NAME');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** An item's expiry time has whole seconds. */
const SECONDS_MS = 2000;

afterEach(() => {
  jest.restoreAllMocks();
});

type Kept = {
  readonly what: string;
  readonly keptMs: number;
  readonly save: (aws: Aws) => Promise<void>;
  /** Whether it is still found. */
  readonly isThere: (aws: Aws) => Promise<boolean>;
};

const aside = (kind: 'stopped' | 'held', keptMs: number): Kept => ({
  what: `what was ${kind}`,
  keptMs,
  save: (aws) => aws.clients('notice').sweepNotes(TABLE).save(kind, ['i-expiring']),
  isThere: async (aws) =>
    (await aws.clients('sweep').sweepNotes(TABLE).find(kind, ['i-expiring'])).length === 1,
});

const KEPT: readonly Kept[] = [
  {
    what: 'a session',
    keptMs: 13 * HOUR_MS,
    save: (aws) =>
      aws
        .clients('sessions')
        .sessions(TABLE)
        .save(aSession({}, { accessKeyId: 'ASIAX' })),
    isThere: async (aws) => (await aws.clients('attribute').sessions(TABLE).find('ASIAX')) !== null,
  },
  {
    what: 'who changed an Owner',
    keptMs: DAY_MS,
    save: (aws) =>
      aws
        .clients('look-up')
        .ownerChanges(TABLE)
        .save('i-expiring', {
          caller: { is: 'iam-user', userName: 'ada@ucsc.edu', invokedBy: null },
          at: '2026-11-03T17:16:00Z',
        }),
    isThere: async (aws) => (await aws.clients('breaker').ownerChanges(TABLE).find('i-expiring')) !== null,
  },
  {
    what: 'who launched an instance',
    keptMs: DAY_MS,
    save: (aws) =>
      aws
        .clients('look-up')
        .callers(TABLE)
        .save('i-expiring', { is: 'iam-user', userName: 'bob@ucsc.edu', invokedBy: null }),
    isThere: async (aws) => (await aws.clients('attribute').callers(TABLE).find('i-expiring')) !== null,
  },
  {
    what: 'a mail',
    keptMs: DAY_MS,
    save: (aws) => aws.clients('publish').sentMails(TABLE).save('expiring', { messageId: 'm-1' }),
    isThere: async (aws) => (await aws.clients('publish').sentMails(TABLE).find('expiring')) !== null,
  },
  {
    what: 'how often an instance was found',
    keptMs: DAY_MS,
    save: (aws) => aws.clients('sweep').sweepCounts(TABLE).save('i-expiring', 3),
    isThere: async (aws) => (await aws.clients('sweep').sweepCounts(TABLE).times('i-expiring')) === 3,
  },
  aside('stopped', 30 * DAY_MS),
  aside('held', DAY_MS),
];

describe.each(AWSES)(
  'items that the table of $name no longer returns, though DynamoDB may remove them days later:',
  ({ open }) => {
    const aws = open();

    test.each(KEPT)('$what', async ({ keptMs, save: keep, isThere }) => {
      const from = Date.now();
      const clock = jest.spyOn(Date, 'now').mockReturnValue(from);
      await keep(aws);
      clock.mockReturnValue(from + keptMs - SECONDS_MS);
      expect(await isThere(aws)).toBe(true);
      clock.mockReturnValue(from + keptMs + SECONDS_MS);
      expect(await isThere(aws)).toBe(false);
      // An item that is saved afterwards is kept again.
      await keep(aws);
      expect(await isThere(aws)).toBe(true);
    });
  },
);
