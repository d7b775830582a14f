import { beforeAll, expect, test } from '@jest/globals';
import { consoleSession } from '../../local/sample/identity.ts';
import { launched, type SampleLaunch } from '../../local/sample/launches.ts';
import type { Stack } from '../../local/template/template.ts';
import { synthesize } from '../templates/synthesize.ts';
import { ANN, configured, playRecords } from './play-records.ts';

/** The most that one hub supports: README.md. */
const accountIds = Array.from({ length: 100 }, (_, index) => String(100_000_000_000 + index));
/** Some of them, including the first and the last. */
const launching = accountIds.filter((_, index) => index % 11 === 0);

const launchIn = (accountId: string): SampleLaunch => ({
  at: '09:00:00',
  place: { accountId, region: 'us-west-2' },
  caller: consoleSession(accountId, 'ann@ucsc.edu'),
  name: `worker of ${accountId}`,
  instanceType: 'c6i.large',
});

let stacks: Stack[];
beforeAll(() => {
  const subAccounts = accountIds.map((accountId) => ({
    name: `p${accountId}`,
    accountId,
    regions: ['us-west-2'],
  }));
  stacks = synthesize(configured({ subAccounts }));
});

test('with a hundred accounts, statements overflow into managed policies', () => {
  const types = stacks.flatMap(({ template }) => Object.values(template.Resources).map(({ Type }) => Type));
  expect(types).toContain('AWS::IAM::ManagedPolicy');
});

test('in a hundred accounts, people are warned, instances are terminated, and nothing fails', async () => {
  const { recorder, deadLetters } = await playRecords(
    stacks,
    launching.map((accountId) => launched(launchIn(accountId))),
    ANN,
  );
  expect(deadLetters).toEqual([]);
  const decided = (decision: string) =>
    recorder
      .rows()
      .filter((row) => row.decision === decision)
      .map(({ accountId }) => accountId)
      .sort();
  expect(decided('warned')).toEqual(launching);
  expect(decided('terminated')).toEqual(launching);
  expect(decided('failed')).toEqual([]);
});
