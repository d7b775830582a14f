import { expect, test } from '@jest/globals';
import type { Activation, Backfill, CostTag, CostTags } from '../../../cli/aws/cost-tags.ts';
import { runCommand } from '../../../cli/command.ts';
import { costTag } from '../../../cli/cost-tag/cost-tag.ts';
import { givenLeast } from '../../infra/given-configuration.ts';
import { withConfiguration } from '../a-configuration-file.ts';
import { aScreen } from '../a-screen.ts';

const PAYER = '222233334444';
const NOW = new Date('2026-11-27T17:00:00Z');

const active: CostTag = { isActive: true, changedAt: '2026-11-20T10:00:00Z' };
const inactive: CostTag = { isActive: false, changedAt: '2026-11-20T10:00:00Z' };
const covering: Backfill = {
  from: '2025-12-01T00:00:00Z',
  requestedAt: '2026-11-21T00:00:00Z',
  status: 'SUCCEEDED',
};

type Given = {
  readonly words?: readonly string[];
  readonly tag?: CostTag | null;
  readonly activation?: Activation;
  readonly backfills?: readonly Backfill[];
  /** Whether AWS takes a request for earlier months. */
  readonly takesBackfill?: boolean;
  readonly account?: string;
  readonly more?: Partial<CostTags>;
};

const run = async ({
  words = [],
  tag = inactive,
  activation = { is: 'activated' },
  backfills = [],
  takesBackfill = true,
  account = PAYER,
  more = {},
}: Given = {}) => {
  const screen = aScreen();
  const did: string[] = [];
  const tags: CostTags = {
    account: async () => account,
    find: async () => tag,
    activate: async (key) => {
      did.push(`activate ${key}`);
      return activation;
    },
    backfills: async () => backfills,
    backfill: async (from) => {
      did.push(`backfill ${from}`);
      return takesBackfill;
    },
    ...more,
  };
  const configuration = { ...givenLeast(), billing: { accountId: PAYER } };
  const code = await withConfiguration(configuration, (file) =>
    runCommand(costTag({ tags: () => tags, now: () => NOW }), [...words, '--config', file], screen),
  );
  return { code, did, lines: screen.lines, errors: screen.errors };
};

test('activates the tag, and asks for the months that the report shows', async () => {
  expect(await run()).toEqual({
    code: 0,
    did: ['activate Owner', 'backfill 2025-12-01'],
    lines: [
      'Activated Owner. Costs show it within 24 hours.',
      'AWS applies it to the months from 2025-12-01 on, which takes up to 24 hours.',
      'the tag Owner is active for cost allocation since 2026-11-27.',
    ],
    errors: [],
  });
});

test('what is active and was applied to earlier months is only shown', async () => {
  const { code, did, lines } = await run({ tag: active, backfills: [covering] });
  expect([code, did]).toEqual([0, []]);
  expect(lines).toEqual([
    'the tag Owner is active for cost allocation since 2026-11-20.',
    'earlier months: from 2025-12-01, requested 2026-11-21: succeeded.',
  ]);
});

test.each<[string, Backfill]>([
  ['failed', { ...covering, status: 'FAILED' }],
  ['covers too few months', { ...covering, from: '2026-06-01T00:00:00Z' }],
  ['was made before the tag was active', { ...covering, requestedAt: '2026-11-01T00:00:00Z' }],
])('earlier months are asked for again if the last request %s', async (_, backfill) => {
  expect((await run({ tag: active, backfills: [backfill] })).did).toEqual(['backfill 2025-12-01']);
});

test('AWS takes one such request a day, which is no failure', async () => {
  const { code, lines } = await run({ takesBackfill: false });
  expect(code).toBe(0);
  expect(lines).toContain(
    'AWS takes one request for earlier months a day, and has had one: run this again tomorrow.',
  );
});

test('a key that AWS does not know yet: says what to do', async () => {
  const { code, did, errors } = await run({ tag: null, activation: { is: 'unknown-key' } });
  expect([code, did]).toEqual([1, ['activate Owner']]);
  expect(errors).toEqual([
    expect.stringMatching(/Give it to something that costs money.*wait up to 24 hours/),
  ]);
});

test('what AWS refuses has its reason', async () => {
  const { code, errors } = await run({ activation: { is: 'refused', reason: 'too many keys' } });
  expect([code, errors]).toEqual([1, ['cost-tag: AWS does not activate Owner: too many keys']]);
});

test.each<[CostTag | null, 0 | 1, string]>([
  [active, 0, 'the tag Owner is active for cost allocation since 2026-11-20.'],
  [inactive, 1, 'the tag Owner is not active for cost allocation since 2026-11-20.'],
  [null, 1, 'AWS does not know the tag Owner yet: it is on nothing that costs money.'],
])('--status of %j changes nothing', async (tag, exitCode, says) => {
  const { code, did, lines } = await run({ words: ['--status'], tag });
  expect([code, did, lines]).toEqual([exitCode, [], [says]]);
});

test('credentials of another account than the payer account are refused', async () => {
  const { code, did, errors } = await run({ account: '652235167018' });
  expect([code, did]).toEqual([2, []]);
  expect(errors).toEqual([
    `cost-tag: your credentials are of account 652235167018, but billing.accountId is ${PAYER}: set AWS_PROFILE`,
  ]);
});

test('no permission: says whose the tags are', async () => {
  const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
  const { code, errors } = await run({ more: { find: async () => Promise.reject(denied) } });
  expect(code).toBe(1);
  expect(errors).toEqual([
    expect.stringMatching(/AWS refuses \(not authorized\): .* belong to the payer account/),
  ]);
});

test('a call that fails is one line', async () => {
  const { code, errors } = await run({
    more: { find: async () => Promise.reject(new Error('no route\nto host')) },
  });
  expect([code, errors]).toEqual([1, ['cost-tag: Cost Explorer does not answer: no route to host']]);
});
