import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { plan } from '../../../../lambdas/domain/grace-period/plan.ts';
import { composeFailure, composeNotice } from '../../../../lambdas/domain/notice/compose-notice.ts';
import { LINE_LENGTH } from '../../../../lambdas/domain/notice/mail-text.ts';
import type { NewsItem } from '../../../../lambdas/domain/notice/news.ts';
import type { Launcher } from '../../../../lambdas/domain/record/launcher.ts';
import { aCheckInput } from '../../a-check-input.ts';
import { aLaunch } from '../../a-launch.ts';
import { aNewsItem } from '../../a-news-item.ts';
import { aNoticeContext } from '../../a-notice-context.ts';
import { aPolicy } from '../../a-policy.ts';
import { anInstance } from '../../an-instance.ts';
import { anObservation } from '../../an-observation.ts';
import { at, textAt } from '../../at.ts';

const { settings } = aNoticeContext();

/** Begins with a letter, a digit or a punctuation mark: SNS refuses a blank there. */
const SUBJECT = /^[\x21-\x7e][\x20-\x7e]{0,98}$/;

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 256 }),
  fc.constantFrom('\n', ' x', 'a\r\nBcc: all@example.org', '\u202egnp', 'ü'.repeat(120), '\u2028', '\u200b'),
  fc.constantFrom('word '.repeat(50), 'a'.repeat(256), '\u{1f600}'.repeat(128), '$(reboot)', "'; reboot"),
);

test('property: SNS accepts the subject, whatever the names are', () => {
  const someConcern = fc.record<NewsItem>({
    decision: fc.constantFrom('failed', 'terminated', 'would-terminate', 'warned', 'repaired', 'invalid'),
    reason: hostile,
    verdict: fc.constant({ is: 'noncompliant', reason: 'owner-missing' }),
    instanceIds: fc.constant(['i-1']),
  });
  fc.assert(
    fc.property(hostile, fc.constantFrom('enforce', 'dry-run'), someConcern, (name, mode, concern) => {
      const context = aNoticeContext();
      const input = { ...context.input, account: { name, mode } };
      expect(composeNotice({ ...context, input }, [concern], '0').subject).toMatch(SUBJECT);
      const failure = { Error: concern.reason };
      const mail = composeFailure(input, failure, context.launcher, '0', settings);
      expect(mail.subject).toMatch(SUBJECT);
    }),
    { numRuns: 200 },
  );
});

type Names = { token: string; name: string; value: string; group: string; userName: string };

/** The lines of mails about a launch in which everything that somebody else may choose has these values. */
const linesOf = ({ token, name, value, group, userName }: Names) => {
  const launch = aLaunch({ key: { filter: 'client-token', value: token } });
  const launcher: Launcher = { userName, description: `session named ${userName}`, evidence: null };
  const instance = anInstance('i-1', { Name: name, Owner: value, 'aws:autoscaling:groupName': group });
  const origin = { kind: 'auto-scaling-group', id: group, owner: null } as const;
  const check = plan(
    aCheckInput({ launch }),
    anObservation([instance], { origins: [origin] }),
    aPolicy(),
    at(2),
  );
  const [finding] = check.findings;
  const context = {
    input: { ...aCheckInput({ launch }), check },
    round: check,
    launcher,
    source: {
      what: 'Auto Scaling group',
      name: group,
      launches: 3,
      since: check.checkedAt,
      until: textAt(62),
    },
    settings,
  };
  const concerns: NewsItem[] = [
    aNewsItem({ decision: 'invalid', verdict: finding?.verdict ?? aNewsItem().verdict }),
    aNewsItem({
      decision: 'repaired',
      verdict: { is: 'noncompliant', reason: 'near-miss', tag: { key: 'Owner', value }, owner: value },
    }),
    aNewsItem({
      decision: 'inherited',
      verdict: { is: 'noncompliant', reason: 'inheritable', owner: value, from: origin },
    }),
    aNewsItem({ decision: 'failed', reason: name }),
  ];
  const failure = { Error: name, Cause: value };
  const mails = [
    ...concerns.map((concern) => composeNotice(context, [concern], '0')),
    composeFailure({ ...context.input, check: failure }, failure, launcher, '0', settings),
  ];
  return mails.flatMap(({ message }) => message.split(/\r\n|[\n\r\u2028\u2029]/));
};

const begun = (lines: readonly string[]) => lines.filter((line) => /^\S/.test(line)).length;

test('property: no name, tag or token begins a line of its own or makes a line too long', () => {
  const tame = { token: 'a-token', name: 'assembly', value: 'x', group: 'workers', userName: 'bob' };
  const expected = begun(linesOf(tame));
  const names = fc.record({
    token: hostile,
    name: hostile,
    value: hostile,
    group: hostile,
    userName: hostile,
  });
  fc.assert(
    fc.property(names, (some) => {
      const lines = linesOf({ ...some, value: `x${some.value}`, userName: `${some.userName} ` });
      const texts = lines.filter((line) => !/^https:\S+$/.test(line));
      for (const line of texts) expect(line.length).toBeLessThanOrEqual(LINE_LENGTH);
      expect(begun(lines)).toBe(expected);
    }),
    { numRuns: 100 },
  );
});

test('a notice of a check that failed during terminations says what AWS had confirmed', () => {
  const failure = { Error: 'TimeoutError' };
  const { input, launcher } = aNoticeContext();
  const terminations = {
    results: [
      { result: 'terminated' as const, reason: 'confirmed', instanceIds: ['i-1', 'i-2'] },
      { result: 'held' as const, reason: 'paused', instanceIds: ['i-3'] },
    ],
    unfinished: [],
    ifGone: [],
  };
  const linesAfter = (more: object) =>
    composeFailure({ ...input, check: failure, ...more }, failure, launcher, '0', settings).message.split(
      '\n',
    );
  expect(linesAfter({ terminations }).slice(0, 4)).toEqual([
    'A launch could not be checked to the end of its termination.',
    '2 instances terminated before that:',
    '  i-1',
    '  i-2',
  ]);
  const ifGone = [{ result: 'terminated' as const, reason: 'answer-lost', instanceIds: ['i-4'] }];
  expect(linesAfter({ terminations: { ...terminations, ifGone } }).slice(0, 3)).toEqual([
    'A launch could not be checked after a termination without an answer:',
    'instances may have ended.',
    '2 instances terminated before that:',
  ]);
});

test('a notice of a failed check says what failed, where, and whom to ask, without a stack trace', () => {
  const failure = {
    Error: 'RoleNotAssumable',
    Cause: JSON.stringify({ errorMessage: 'Cannot assume it', trace: ['at index.js:1'] }),
  };
  const { input, launcher } = aNoticeContext();
  const { subject, message } = composeFailure(
    { ...input, check: failure },
    failure,
    launcher,
    '5c1f9e02ab00',
    settings,
  );
  expect(subject).toBe('pangenomics us-west-2: FAILED to check a launch (RoleNotAssumable)');
  expect(message.split('\n')).toEqual([
    'A launch could not be checked: none of it was judged or terminated.',
    'If it is yours, make sure that each instance has its tag Owner.',
    'Administrators: see the error below. The next sweep looks again.',
    '',
    'Error:       RoleNotAssumable: Cannot assume it',
    'Account:     pangenomics (422448306679), us-west-2',
    'Launched by: IAM user bob@ucsc.edu',
    'Launched at: Tue 3 Nov 2026, 09:00:00 PST (2026-11-03T17:00:00Z)',
    'Reservation: r-0a1b2c3d4e5f60718',
    'Questions:   cluster-admin@soe.ucsc.edu, help@ucsc.edu',
    'Notice:      5c1f9e02ab',
  ]);
});
