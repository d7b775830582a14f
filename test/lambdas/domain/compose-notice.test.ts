import { describe, expect, test } from '@jest/globals';
import { composeNotice } from '../../../lambdas/domain/compose-notice.ts';
import type { Concern } from '../../../lambdas/domain/concern.ts';
import type { Verdict } from '../../../lambdas/domain/verdict.ts';
import { aCheckInput } from '../a-check-input.ts';
import { aRound } from '../a-round.ts';
import { anOwnerTag } from '../an-owner-tag.ts';
import { instanceIds } from '../instance-ids.ts';

const settings = {
  ownerTag: anOwnerTag(),
  timeZone: 'America/Los_Angeles',
  administrators: ['cluster-admin@soe.ucsc.edu', 'help@ucsc.edu'],
};
const missing: Verdict = { is: 'noncompliant', reason: 'owner-missing' };
const round = aRound({ examples: [{ instanceId: 'i-1', instanceType: 'm7g.large', name: 'assembly' }] });

const aConcern = (overrides: Partial<Concern> = {}): Concern => ({
  decision: 'warned',
  reason: 'owner-missing',
  verdict: missing,
  instanceIds: ['i-1'],
  ...overrides,
});

const compose = (
  first: Concern,
  others: readonly Concern[] = [],
  mode: 'enforce' | 'dry-run' = 'enforce',
) => {
  const input = { ...aCheckInput({ account: { name: 'pangenomics', mode } }), check: round };
  return composeNotice(input, round, [first, ...others], settings);
};

test('a warning says everything that its reader needs', () => {
  const { subject, message } = compose(aConcern());
  expect(subject).toBe(
    'pangenomics us-west-2: 1 instance will be terminated at 09:10:00 PST unless tagged Owner',
  );
  expect(message.split('\n')).toEqual([
    '1 instance will be terminated at 09:10:00 PST unless tagged Owner.',
    'What is wrong: no tag "Owner".',
    'Deadline: Tue 3 Nov 2026, 09:10:00 PST (2026-11-03T17:10:00Z)',
    '',
    '  i-1  m7g.large  assembly',
    '',
    'To set the tag Owner, run:',
    '',
    '  aws ec2 create-tags --region us-west-2 --tags Key=Owner,Value=bob@ucsc.edu --resources i-1',
    '',
    'Sub-account: pangenomics (422448306679), us-west-2',
    'Launched by: IAM user bob@ucsc.edu',
    'Launched at: Tue 3 Nov 2026, 09:00:00 PST (2026-11-03T17:00:00Z)',
    'Console:     https://us-west-2.console.aws.amazon.com/ec2/home?region=us-west-2#Instances:reservationId=r-0a1b2c3d4e5f60718',
    'Questions:   cluster-admin@soe.ucsc.edu, help@ucsc.edu',
    '',
    'Notice 422448306679-us-west-2-r-0a1b2c3d4e5f60718-launch-1793725200 of 2026-11-03T17:02:00Z',
  ]);
});

const invalid: Verdict = { is: 'invalid', reason: 'no-pattern-matches', tag: { key: 'Owner', value: 'bob' } };
const nearMiss: Verdict = {
  is: 'noncompliant',
  reason: 'near-miss',
  tag: { key: 'owner', value: 'shared' },
  owner: 'shared',
};

describe('each kind of notice says what happened, what is wrong, and how to save what can be saved', () => {
  test.each<[Concern['decision'], Verdict, string, string, boolean]>([
    [
      'terminated',
      missing,
      '1 instance terminated: no valid tag Owner when the grace period ended',
      'no tag "Owner"',
      false,
    ],
    [
      'would-terminate',
      missing,
      '1 instance would be terminated now in mode enforce',
      'no tag "Owner"',
      false,
    ],
    ['failed', missing, 'FAILED to terminate 1 instance (owner-missing)', 'no tag "Owner"', false],
    [
      'repaired',
      nearMiss,
      'Tag Owner corrected on 1 instance: nothing to do',
      '"owner" = "shared" must be "Owner" = "shared"',
      false,
    ],
    [
      'invalid',
      invalid,
      'Tag Owner of 1 instance is not valid; nothing is terminated',
      'the value "bob" of the tag "Owner"',
      true,
    ],
    ['warned', missing, '1 instance will be terminated at 09:10:00 PST', 'no tag "Owner"', true],
  ])('%s', (decision, verdict, headline, wrong, canSave) => {
    const { subject, message } = compose(aConcern({ decision, verdict }));
    expect(subject).toContain(headline);
    expect(message).toContain(headline);
    expect(message).toContain(wrong);
    expect(message.includes('aws ec2 create-tags')).toBe(canSave);
    expect(message.includes('Deadline:')).toBe(decision === 'warned');
    expect(message).toContain('i-1  m7g.large  assembly');
  });
});

test('one mail tells of everything, the first concern in its subject', () => {
  const failed = aConcern({ decision: 'failed', reason: 'termination-protected', instanceIds: ['i-7'] });
  const { subject, message } = compose(failed, [aConcern({ instanceIds: ['i-1', 'i-2'] })]);
  expect(subject).toBe(
    'pangenomics us-west-2: FAILED to terminate 1 instance (termination protection is on)',
  );
  expect(message).toContain('2 instances will be terminated at 09:10:00 PST');
});

test('an instance that the round does not describe is still named', () => {
  const { message } = compose(aConcern({ decision: 'failed', instanceIds: ['i-7', 'i-1'] }));
  expect(message).toContain('  i-1  m7g.large  assembly\n  i-7\n');
  expect(message).not.toContain('more');
});

test('of 1,000 instances 20 are listed, the others counted', () => {
  const { subject, message } = compose(aConcern({ instanceIds: ['i-1', ...instanceIds(999)] }));
  expect(subject).toContain('1000 instances will be terminated');
  expect(message.match(/^ {2}i-\w+/gm)).toHaveLength(20);
  expect(message).toContain('  and 980 more\n');
  expect(message.length).toBeLessThan(4000);
});

test('in dry-run it says so, first of all', () => {
  const { subject, message } = compose(aConcern({ decision: 'would-terminate' }), [], 'dry-run');
  expect(subject).toMatch(/^\[dry-run] pangenomics us-west-2: /);
  expect(message).toMatch(/^DRY RUN: .*Nothing is terminated\./);
});
