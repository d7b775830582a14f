import { describe, expect, test } from '@jest/globals';
import type { Verdict } from '../../../../lambdas/domain/compliance/verdict.ts';
import { composeNotice } from '../../../../lambdas/domain/notice/compose-notice.ts';
import type { NewsItem } from '../../../../lambdas/domain/notice/news.ts';
import { aNewsItem } from '../../a-news-item.ts';
import { aNoticeContext } from '../../a-notice-context.ts';
import { instanceIds } from '../../instance-ids.ts';

const ID = '5c1f9e02ab0000000000000000000000';
const compose = (concern: NewsItem, context = aNoticeContext(), others: readonly NewsItem[] = []) =>
  composeNotice(context, [concern, ...others], ID);

test('a warning says everything that its reader needs', () => {
  const { subject, message } = compose(aNewsItem());
  expect(subject).toBe(
    'pangenomics us-west-2: 1 instance will be terminated at 09:10 PST unless tagged Owner',
  );
  expect(message.split('\n')).toEqual([
    '1 instance will be terminated at 09:10 PST unless tagged Owner.',
    'To keep it, set the tag Owner to bob@ucsc.edu:',
    '',
    'aws ec2 create-tags --region us-west-2 \\',
    '  --tags Key=Owner,Value=bob@ucsc.edu \\',
    '  --resources i-1',
    '',
    'Or in the console: open the instance, tab Tags, Manage tags:',
    'https://console.aws.amazon.com/ec2/home?region=us-west-2#InstanceDetails:instanceId=i-1',
    '',
    'What is wrong: no tag "Owner".',
    '  i-1  m7g.large  assembly',
    '',
    'So that it does not happen again:',
    '  Console: "Add additional tags" at the top of the launch page.',
    '  AWS CLI: --tag-specifications.',
    '',
    'Deadline:    Tue 3 Nov 2026, 09:10:00 PST (2026-11-03T17:10:00Z)',
    'Account:     pangenomics (422448306679), us-west-2',
    'Launched by: IAM user bob@ucsc.edu',
    'Launched at: Tue 3 Nov 2026, 09:00:00 PST (2026-11-03T17:00:00Z)',
    'Reservation: r-0a1b2c3d4e5f60718',
    'Questions:   cluster-admin@soe.ucsc.edu, help@ucsc.edu',
    'Notice:      5c1f9e02ab',
  ]);
});

const nearMiss: Verdict = {
  is: 'noncompliant',
  reason: 'near-miss',
  tag: { key: 'owner', value: 'SHARED ' },
  owner: 'shared',
};
const inheritable = (owner: string): Verdict => ({
  is: 'noncompliant',
  reason: 'inheritable',
  owner,
  from: { kind: 'instance', id: 'i-0leader' },
});
const invalid = (key: string): Verdict => ({
  is: 'invalid',
  reason: 'no-pattern-matches',
  tag: { key, value: 'Bobbie' },
});
const disagree: Verdict = { is: 'invalid', reason: 'near-misses-disagree', values: ['a@ucsc.edu', 'shared'] };

describe('what happens comes first, what to do second', () => {
  test.each<[Partial<NewsItem>, string, string, string | null]>([
    [
      { decision: 'terminated' },
      '1 instance terminated at 09:02 PST: no valid tag Owner.',
      'If you still need it, launch it again, with the tag Owner.',
      null,
    ],
    [
      { decision: 'stopped', reason: 'termination-protected' },
      '1 instance stopped at 09:02 PST: termination protection is on.',
      'To be rid of it, and of what the volumes cost, turn protection off and',
      'bob@ucsc.edu',
    ],
    [
      { decision: 'held', reason: 'paused' },
      '1 instance held, not terminated: enforcement is paused.',
      'Nothing was ended. You get a full new grace period when enforcement goes',
      'bob@ucsc.edu',
    ],
    [
      { decision: 'terminated', reason: 'protection-overridden' },
      '1 protected instance terminated at 09:02 PST: no valid tag Owner.',
      'Termination protection was on: it is overridden here, by configuration.',
      null,
    ],
    [
      { decision: 'would-terminate' },
      '1 instance would be terminated now in mode enforce.',
      'To keep it, set the tag Owner to bob@ucsc.edu:',
      'bob@ucsc.edu',
    ],
    [
      { decision: 'failed', reason: 'termination-protected' },
      'FAILED to terminate 1 instance (termination protection is on).',
      'It may still run and cost. Tag it to keep it, or terminate it:',
      'bob@ucsc.edu',
    ],
    [
      { decision: 'failed', reason: 'NotNow', verdict: nearMiss },
      'FAILED to correct the tag Owner of 1 instance (NotNow).',
      'Nothing is terminated because of it. Please set the tag yourself:',
      'shared',
    ],
    [
      { decision: 'failed', reason: 'NotNow', verdict: inheritable('amy@ucsc.edu') },
      'FAILED to write the tag Owner on 1 instance (NotNow).',
      'Nothing is terminated because of it. Please set the tag yourself:',
      'amy@ucsc.edu',
    ],
    [
      { decision: 'repaired', verdict: nearMiss },
      'Tag Owner corrected on 1 instance: nothing to do.',
      'You wrote "owner"; the key is "Owner". You wrote the value "SHARED "; it',
      null,
    ],
    [
      { decision: 'inherited', verdict: inheritable('bob@ucsc.edu') },
      'Tag Owner written on 1 instance: nothing to do.',
      'Your instances had no Owner; we gave them yours: "bob@ucsc.edu".',
      null,
    ],
    [
      { decision: 'inherited', verdict: inheritable('shared') },
      'Tag Owner written on 1 instance: nothing to do.',
      'These instances had no Owner; we gave them "shared", as i-0leader has',
      null,
    ],
    [
      { decision: 'invalid', verdict: invalid('Owner') },
      'Tag Owner of 1 instance is not valid; nothing is terminated.',
      '"Owner" is "Bobbie"; please set Owner to bob@ucsc.edu:',
      'bob@ucsc.edu',
    ],
    [
      { decision: 'invalid', verdict: disagree },
      'Tag Owner of 1 instance is not valid; nothing is terminated.',
      'Several tags disagree; please set the right one:',
      'YOUR_IAM_USER_NAME',
    ],
  ])('%j', (concern, first, second, value) => {
    const { subject, message } = compose(aNewsItem(concern));
    expect(message.split('\n').slice(0, 2)).toEqual([first, second]);
    expect(subject).toBe(`pangenomics us-west-2: ${first.slice(0, -1)}`);
    expect(/Key=Owner,Value=(\S+)/.exec(message)?.[1] ?? null).toBe(value);
    expect(message).not.toContain('Deadline:');
    expect(message).toContain('  i-1  m7g.large  assembly\n');
  });

  test("a notice about Toil's workers calls them so, and says how to tag them", () => {
    const { message } = compose(
      aNewsItem({ decision: 'inherited', verdict: inheritable('bob@ucsc.edu'), instanceIds: ['i-1', 'i-2'] }),
      aNoticeContext({ round: { traces: { tags: [{ key: 'ToilNodeType', value: 'worker' }] } } }),
    );
    expect(message).toMatch(
      /^Tag Owner written on 2 Toil workers: nothing to do\.\nYour Toil workers had no/,
    );
    expect(message).toContain('Toil: set TOIL_OWNER_TAG=bob@ucsc.edu');
  });
});

describe('if the launcher is not reached, other readers are asked to pass the mail on', () => {
  const unknown = { userName: null, description: 'role developer', evidence: null };

  test('if nobody is known', () => {
    const { message } = compose(aNewsItem(), aNoticeContext({ launcher: unknown }));
    expect(message.split('\n').slice(0, 3)).toEqual([
      '1 instance will be terminated at 09:10 PST unless tagged Owner.',
      'We do not know who launched this. If you do, please tell them.',
      "To keep it, set the tag Owner to the owner's IAM user name:",
    ]);
    expect(message).toContain('Launched by: role developer\n');
  });

  test('if the person has no address', () => {
    const { message } = compose(aNewsItem(), aNoticeContext({ launcher: { ...unknown, userName: 'bob' } }));
    expect(message.split('\n')[1]).toBe('We have no address of bob: please tell them.');
  });

  test('but not in dry-run, where nobody has to do anything', () => {
    const { message } = compose(aNewsItem(), aNoticeContext({ launcher: unknown, mode: 'dry-run' }));
    expect(message).not.toContain('please tell them');
  });
});

test('one mail holds all news, with the first in its subject', () => {
  const failed = aNewsItem({ decision: 'failed', reason: 'termination-protected', instanceIds: ['i-7'] });
  const { subject, message } = compose(failed, aNoticeContext(), [
    aNewsItem({ instanceIds: ['i-1', 'i-2'] }),
  ]);
  expect(subject).toBe(
    'pangenomics us-west-2: FAILED to terminate 1 instance (termination protection is on)',
  );
  expect(message).toContain('2 instances will be terminated at 09:10 PST');
  expect(message).toContain('Deadline:');
});

test('an instance that the round does not describe is still named', () => {
  const { message } = compose(aNewsItem({ decision: 'failed', instanceIds: ['i-7', 'i-1'] }));
  expect(message).toContain('  i-1  m7g.large  assembly\n  i-7\n');
  expect(message).not.toContain('more');
});

test('20 of 1,000 instances are listed, and the others are counted', () => {
  const { subject, message } = compose(aNewsItem({ instanceIds: ['i-1', ...instanceIds(999)] }));
  expect(subject).toContain('1000 instances will be terminated');
  expect(message.match(/^ {2}i-\w+/gm)).toHaveLength(20);
  expect(message).toContain('  and 980 more\n');
  expect(message.length).toBeLessThan(4000);
});

test('a notice in dry-run says so first of all', () => {
  const { subject, message } = compose(
    aNewsItem({ decision: 'would-terminate' }),
    aNoticeContext({ mode: 'dry-run' }),
  );
  expect(subject).toMatch(/^\[dry-run] pangenomics us-west-2: /);
  expect(message).toMatch(/^DRY RUN: .*Nothing is terminated\.\n1 instance would be/);
});
