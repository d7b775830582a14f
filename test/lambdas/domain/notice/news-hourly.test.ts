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

test('news about a launch without an origin is reported at once', () => {
  expect(findHourlyNews(all, input, unknown, null)).toEqual([]);
});

test('warnings and inherited Owners of a group are reported once an hour', () => {
  const hourly = findHourlyNews(all, input, unknown, group);
  expect(hourly.map(({ key, isWarning, items: concerns }) => [key, isWarning, decisions(concerns)])).toEqual([
    ['422448306679 us-west-2 workers enforce nobody', true, ['warned']],
    ['inherited 422448306679 us-west-2 workers enforce nobody', false, ['inherited']],
  ]);
});

test('of an origin that is an instance, only inherited Owners are reported once an hour, each warning at once', () => {
  expect(keys(findHourlyNews(all, input, unknown, leader))).toEqual([
    'inherited 422448306679 us-west-2 i-0leader enforce nobody',
  ]);
});

test('a mail stands only for others in the same mode and to the same reader', () => {
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

test('a person is notified of their own launch at once, even if its instances were put into a group', () => {
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
