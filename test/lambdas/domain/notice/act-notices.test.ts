import { describe, expect, test } from '@jest/globals';
import { composeNotice } from '../../../../lambdas/domain/notice/compose-notice.ts';
import type { NewsItem } from '../../../../lambdas/domain/notice/news.ts';
import { aNewsItem } from '../../a-news-item.ts';
import { aNoticeContext } from '../../a-notice-context.ts';
import { instanceIds } from '../../instance-ids.ts';

const linesOf = (concern: Partial<NewsItem>) =>
  composeNotice(aNoticeContext(), [aNewsItem(concern)], '5c1f9e02ab').message.split('\n');

test('a notice of a stopped instance says why, and how to keep or to terminate it', () => {
  expect(linesOf({ decision: 'stopped', reason: 'termination-protected' })).toEqual([
    '1 instance stopped at 09:02 PST: termination protection is on.',
    'To be rid of it, and of what the volumes cost, turn protection off and',
    '  terminate it. To keep it, start it and set the tag Owner to',
    '  bob@ucsc.edu:',
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
    'Account:     pangenomics (422448306679), us-west-2',
    'Launched by: IAM user bob@ucsc.edu',
    'Launched at: Tue 3 Nov 2026, 09:00:00 PST (2026-11-03T17:00:00Z)',
    'Reservation: r-0a1b2c3d4e5f60718',
    'Questions:   cluster-admin@soe.ucsc.edu, help@ucsc.edu',
    'Notice:      5c1f9e02ab',
  ]);
});

test('a notice of a held instance says that nothing was terminated, and what comes next', () => {
  expect(linesOf({ decision: 'held', reason: 'paused', instanceIds: ['i-1', 'i-2'] }).slice(0, 8)).toEqual([
    '2 instances held, not terminated: enforcement is paused.',
    'Nothing was ended. You get a full new grace period when enforcement goes',
    '  on. To keep them, set the tag Owner to bob@ucsc.edu by then:',
    '',
    'aws ec2 create-tags --region us-west-2 \\',
    '  --tags Key=Owner,Value=bob@ucsc.edu \\',
    '  --resources i-1 i-2',
    '',
  ]);
});

describe('a notice reports side effects', () => {
  test.each<[NewsItem['decision'], string, string, string]>([
    [
      'terminated',
      'protection-overridden',
      '1 protected instance terminated at 09:02 PST: no valid tag Owner.',
      'Termination protection was on: it is overridden here, by configuration.',
    ],
    [
      'terminated',
      'request-cancelled',
      '1 instance terminated at 09:02 PST: no valid tag Owner.',
      'The persistent Spot request, which would launch another, was cancelled.',
    ],
    [
      'failed',
      'request-not-cancelled',
      'FAILED to terminate 1 instance (its Spot request was not cancelled).',
      'Terminated before its Spot request is cancelled, it would come back.',
    ],
    [
      'failed',
      'unauthorized after protection-removed',
      'FAILED to terminate 1 instance (AWS did not authorize it: an Owner written since, or a policy).',
      'Its termination protection was removed before that.',
    ],
    [
      'held',
      'paused after request-cancelled',
      '1 instance held, not terminated: enforcement is paused.',
      'Its persistent Spot request was cancelled before that.',
    ],
    [
      'held',
      'paused after protection-removed',
      '1 instance held, not terminated: enforcement is paused.',
      'Its termination protection was removed before that.',
    ],
  ])('%s: %s', (decision, reason, first, besides) => {
    const text = linesOf({ decision, reason }).join(' ').replace(/ +/g, ' ');
    expect(text.startsWith(first)).toBe(true);
    expect(text).toContain(besides);
  });

  test('and says nothing if there were none', () => {
    const plain = linesOf({ decision: 'failed', reason: 'termination-protected' }).join(' ');
    expect(plain).not.toMatch(/Spot|protection was|before that/);
  });
});

test('a notice of a failure says in words what AWS says in codes', () => {
  const headOf = (reason: string) =>
    linesOf({ decision: 'failed', reason }).slice(0, 2).join(' ').replace(/ +/g, ' ');
  expect(headOf('stop-protected')).toContain('(protected from termination and from stopping)');
  expect(headOf('PauseNotReadable')).toContain('(whether enforcement is paused could not be');
});

test.each(['stopped', 'held', 'terminated', 'failed'] as const)(
  'no line of a mail about what is %s is too long',
  (decision) => {
    for (const reason of [
      'paused after request-cancelled',
      'protection-overridden',
      'request-not-cancelled',
    ]) {
      const lines = linesOf({ decision, reason, instanceIds: instanceIds(1000) });
      expect(lines.filter((line) => line.length > 72 && !/^https:\S+$/.test(line))).toEqual([]);
    }
  },
);

test('a notice says that a tag which was changed back three times is now left alone', () => {
  const verdict = {
    is: 'noncompliant',
    reason: 'near-miss',
    tag: { key: 'owner', value: 'bob@ucsc.edu' },
    owner: 'bob@ucsc.edu',
  } as const;
  expect(linesOf({ decision: 'invalid', reason: 'changed-back', verdict }).slice(0, 8)).toEqual([
    'Tag Owner of 1 instance is not kept; nothing is terminated.',
    'We wrote Owner three times, and each time it was changed back, as a tool',
    '  may do. We leave it alone now. Please set the tag where that tool has',
    '  it from, and here:',
    '',
    'aws ec2 create-tags --region us-west-2 \\',
    '  --tags Key=Owner,Value=bob@ucsc.edu \\',
    '  --resources i-1',
  ]);
});

test('a warning about instances of a leader that AWS does not show says so', () => {
  const origin = { kind: 'instance', id: 'i-0leader', owner: null, isNotFound: true } as const;
  const told = (concern: Partial<NewsItem>, isNotFound: boolean) =>
    composeNotice(
      aNoticeContext({ round: { origin: { ...origin, isNotFound } } }),
      [aNewsItem(concern)],
      '5c1f9e02ab',
    ).message;
  expect(told({}, true)).toContain(
    'Launched by i-0leader, which AWS does not show in this Region: no Owner\n  of it could be passed on.\n',
  );
  expect(told({}, false)).not.toContain('does not show');
  expect(told({ decision: 'repaired' }, true)).not.toContain('does not show');
});
