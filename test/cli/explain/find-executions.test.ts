import { describe, expect, test } from '@jest/globals';
import type { Executions, Listed } from '../../../cli/aws/executions.ts';
import { findExecutions } from '../../../cli/explain/find-executions.ts';
import { at } from '../../lambdas/at.ts';

const ACCOUNT = '422448306679';

type Kept = Partial<Listed> & {
  readonly input?: unknown;
  readonly output?: unknown;
  readonly history?: unknown;
};

/** Executions, the newest first, and how many were read. */
const given = (...kept: Kept[]) => {
  const asked: string[] = [];
  const all = kept.map(
    ({ name = `${ACCOUNT}-us-west-2-r-1-launch-1`, status = 'SUCCEEDED', startedAt = at(0) }, index) => ({
      arn: `arn-${index}`,
      name,
      status,
      startedAt,
    }),
  );
  const of = (arn: string): Kept => kept[Number(arn.slice(4))] ?? {};
  const executions: Executions = {
    list: async function* () {
      for (const one of all) yield [one];
    },
    ends: async (arn) => {
      asked.push(arn);
      const { input = {}, output } = of(arn);
      return { input: JSON.stringify(input), output: output === undefined ? null : JSON.stringify(output) };
    },
    history: async (arn) => [
      {
        timestamp: at(0),
        type: 'TaskStateExited',
        id: 1,
        stateExitedEventDetails: { name: 'Check', output: JSON.stringify(of(arn).history) },
      },
    ],
    intakeLogs: async () => null,
  };
  const find = async (where = {}) =>
    (await findExecutions('i-1', { since: at(-60), ...where }, executions, () => {})).map(({ arn }) => arn);
  return { asked, find };
};

describe('an execution concerns the instance', () => {
  test.each<[string, Kept]>([
    ['that its record names', { input: { launch: { instanceIds: ['i-1'] } } }],
    [
      'that its outcome names',
      { input: { launch: { instanceIds: [] } }, output: { outcomes: [{ instanceIds: ['i-1'] }] } },
    ],
    ['that its name names', { name: `${ACCOUNT}-us-west-2-i-1-untagged-1` }],
    [
      'that a step of it found, while it runs, where the record names none',
      {
        status: 'RUNNING',
        input: { launch: { instanceIds: [] } },
        history: { findings: [{ instanceIds: ['i-1'] }] },
      },
    ],
  ])('%s', async (_, one) => {
    expect(await given(one).find()).toEqual(['arn-0']);
  });
});

test('an id that has the same beginning is another instance', async () => {
  expect(await given({ input: { launch: { instanceIds: ['i-12'] } } }).find()).toEqual([]);
});

test('account and Region are read in the names: other executions are not read, those with hashed names are', async () => {
  const { asked, find } = given(
    { name: `${ACCOUNT}-us-west-2-r-1-launch-1` },
    { name: `${ACCOUNT}-eu-west-1-r-1-launch-1` },
    { name: '111122223333-us-west-2-r-1-launch-1' },
    { name: `${ACCOUNT}-${'0'.repeat(64)}` },
  );
  await find({ accountId: ACCOUNT, region: 'us-west-2' });
  expect(asked).toEqual(['arn-0', 'arn-3']);
});

test('executions that began earlier than asked for are not read; the oldest comes first', async () => {
  const input = { launch: { instanceIds: ['i-1'] } };
  const { asked, find } = given(
    { startedAt: at(2), input },
    { startedAt: at(1), input },
    { startedAt: at(-90), input },
    { startedAt: at(-91), input },
  );
  expect(await find()).toEqual(['arn-1', 'arn-0']);
  expect(asked).toEqual(['arn-0', 'arn-1']);
});
