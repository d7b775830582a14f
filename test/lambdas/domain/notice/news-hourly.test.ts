import { expect, test } from '@jest/globals';
import { findHourlyNews, type NewsItem } from '../../../../lambdas/domain/notice/news.ts';
import { nobody, person } from '../../../../lambdas/domain/record/launcher.ts';
import { aLaunch } from '../../a-launch.ts';
import { aNewsItem } from '../../a-news-item.ts';

const group = { kind: 'auto-scaling-group', id: 'workers', owner: null } as const;
const leader = { kind: 'instance', id: 'i-0leader', owner: 'shared' } as const;
const input = {
  launch: aLaunch(),
  cause: 'launch',
  account: { name: 'pangenomics', mode: 'enforce' },
} as const;
const unknown = nobody('Auto Scaling');
const decisions = (concerns: readonly NewsItem[]) => concerns.map(({ decision }) => decision);
const all = (
  ['failed', 'terminated', 'would-terminate', 'warned', 'invalid', 'repaired', 'inherited'] as const
).map((decision) => aNewsItem({ decision }));
const keys = (news: ReturnType<typeof findHourlyNews>) => news.map(({ key }) => key);

test('what nothing launched for somebody is told at once', () => {
  expect(findHourlyNews(all, input, unknown, null)).toEqual([]);
});

test('of a group, warnings and what inherits are told once an hour', () => {
  const hourly = findHourlyNews(all, input, unknown, group);
  expect(hourly.map(({ key, isWarning, items: concerns }) => [key, isWarning, decisions(concerns)])).toEqual([
    ['422448306679 us-west-2 workers enforce nobody', true, ['warned']],
    ['inherited 422448306679 us-west-2 workers enforce nobody', false, ['inherited']],
  ]);
});

test('of an instance, what inherits; each warning of what it launches is told', () => {
  expect(keys(findHourlyNews(all, input, unknown, leader))).toEqual([
    'inherited 422448306679 us-west-2 i-0leader enforce nobody',
  ]);
});

test('a mail stands for others of the same mode and to the same reader only', () => {
  const warned = [aNewsItem({ decision: 'warned' })];
  const owner = person('bob@ucsc.edu', 'group-owner', 'bob@ucsc.edu');
  const rehearsed = { ...input, account: { ...input.account, mode: 'dry-run' } } as const;
  expect([
    ...keys(findHourlyNews(warned, rehearsed, unknown, group)),
    ...keys(findHourlyNews(warned, input, owner, group)),
  ]).toEqual([
    '422448306679 us-west-2 workers dry-run nobody',
    '422448306679 us-west-2 workers enforce bob@ucsc.edu',
  ]);
});

test('a person is told of their own launch, whatever group its instances were put into', () => {
  const alice = person('alice@ucsc.edu', 'iam-user', 'IAM user alice@ucsc.edu');
  expect(findHourlyNews([aNewsItem({ decision: 'warned' })], input, alice, group)).toEqual([]);
});

test.each(['untagged', 'sweep', 'resume'] as const)(
  'what no launch began is warned of afresh: %s',
  (cause) => {
    expect(findHourlyNews([aNewsItem({ decision: 'warned' })], { ...input, cause }, unknown, group)).toEqual(
      [],
    );
  },
);
