import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { composeFailure } from '../../../lambdas/domain/compose-failure.ts';
import { composeNotice } from '../../../lambdas/domain/compose-notice.ts';
import type { Concern } from '../../../lambdas/domain/concern.ts';
import { plan } from '../../../lambdas/domain/plan.ts';
import { aCheckInput } from '../a-check-input.ts';
import { aLaunch } from '../a-launch.ts';
import { aTiming } from '../a-timing.ts';
import { anInstance } from '../an-instance.ts';
import { anOwnerTag } from '../an-owner-tag.ts';
import { at } from '../at.ts';

const settings = {
  ownerTag: anOwnerTag(),
  timeZone: 'America/Los_Angeles',
  administrators: ['cluster-admin@soe.ucsc.edu'],
};

/** Begins with a letter, a digit or a punctuation mark: SNS refuses a blank there. */
const SUBJECT = /^[\x21-\x7e][\x20-\x7e]{0,98}$/;

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 150 }),
  fc.constantFrom('\n', ' x', 'a\r\nBcc: all@example.org', '\u202egnp', 'ü'.repeat(120), '\u2028', '\u200b'),
);

test('property: whatever the names are, a subject is one that SNS takes', () => {
  const someConcern = fc.record<Concern>({
    decision: fc.constantFrom('failed', 'terminated', 'would-terminate', 'warned', 'repaired', 'invalid'),
    reason: hostile,
    verdict: fc.constant({ is: 'noncompliant', reason: 'owner-missing' }),
    instanceIds: fc.constant(['i-1']),
  });
  fc.assert(
    fc.property(hostile, fc.constantFrom('enforce', 'dry-run'), someConcern, (name, mode, concern) => {
      const input = aCheckInput({ account: { name, mode } });
      const check = plan(input, [], { ownerTag: settings.ownerTag, timing: aTiming() }, at(2));
      expect(composeNotice({ ...input, check }, check, [concern], settings).subject).toMatch(SUBJECT);
      const failure = { Error: concern.reason };
      expect(composeFailure({ ...input, check: failure }, failure, settings).subject).toMatch(SUBJECT);
    }),
    { numRuns: 200 },
  );
});

/** The lines of both mails about a launch with this client token, of an instance with this Name and Owner. */
const linesOf = (token: string, Name: string, Owner: string) => {
  const input = aCheckInput({ launch: aLaunch({ key: { filter: 'client-token', value: token } }) });
  const instance = anInstance('i-1', { Name, Owner });
  const check = plan(input, [instance], { ownerTag: settings.ownerTag, timing: aTiming() }, at(2));
  const [finding = { verdict: { is: 'noncompliant', reason: 'owner-missing' } as const }] = check.findings;
  const concern = {
    decision: 'invalid',
    reason: 'x',
    verdict: finding.verdict,
    instanceIds: ['i-1'],
  } as const;
  const failure = { Error: Name, Cause: Owner };
  const mails = [
    composeNotice({ ...input, check }, check, [concern], settings),
    composeFailure({ ...input, check: failure }, failure, settings),
  ];
  return mails.flatMap(({ message }) => message.split(/\r\n|[\n\r\u2028\u2029]/));
};

test('property: no name, tag or token begins a line of its own', () => {
  const expected = linesOf('a-token', 'assembly', 'x').length;
  fc.assert(
    fc.property(hostile, hostile, hostile, (token, name, value) => {
      expect(linesOf(token, name, `x${value}`)).toHaveLength(expected);
    }),
    { numRuns: 100 },
  );
});

test('a failed check says what failed, where and whom to ask, without a stack trace', () => {
  const failure = {
    Error: 'RoleNotAssumable',
    Cause: JSON.stringify({ errorMessage: 'Cannot assume it', trace: ['at index.js:1'] }),
  };
  const { subject, message } = composeFailure({ ...aCheckInput(), check: failure }, failure, settings);
  expect(subject).toBe('pangenomics us-west-2: FAILED to check a launch (RoleNotAssumable)');
  expect(message.split('\n')).toEqual([
    'A launch could not be checked. None of its instances was judged or ended.',
    '',
    'Error:       RoleNotAssumable: Cannot assume it',
    'Sub-account: pangenomics (422448306679), us-west-2',
    'Launch:      reservation-id r-0a1b2c3d4e5f60718',
    'Launched by: IAM user bob@ucsc.edu',
    'Launched at: Tue 3 Nov 2026, 09:00:00 PST (2026-11-03T17:00:00Z)',
    'Questions:   cluster-admin@soe.ucsc.edu',
    '',
    'Notice 422448306679-us-west-2-r-0a1b2c3d4e5f60718-launch-1793725200',
  ]);
});
