import { expect, test } from '@jest/globals';
import { timeline } from '../../../cli/explain/timeline.ts';
import { aCheckInput } from '../../lambdas/a-check-input.ts';
import { aRound } from '../../lambdas/a-round.ts';
import { at, textAt } from '../../lambdas/at.ts';
import { aHistory, numbered, task } from './a-history.ts';

const told = (instanceId: string) =>
  timeline(aHistory(), instanceId).map((entry) => [entry.at.toISOString().slice(11, 19), entry.says]);

test('shows everything about an instance that was terminated, in order of time', () => {
  expect(told('i-2')).toEqual([
    [
      '17:00:20',
      'launched at 2026-11-03T17:00:00Z, with 1 other, in pangenomics (422448306679) us-west-2, mode enforce',
    ],
    ['17:00:20', 'record: event d1a5a0f4-52cf-4b8c-9a57-2f6b8f0f7c11, reservation-id r-0a1b2c3d4e5f60718'],
    ['17:00:20', 'launcher in the record: role developer, session named amy'],
    ['17:00:20', `first check at ${textAt(2)}`],
    ['17:00:21', 'launcher: amy@ucsc.edu, by assume-role: amy@ucsc.edu'],
    [
      '17:02:00',
      `checked: noncompliant (owner-missing); to be warned, deadline ${textAt(10)}; next check at ${textAt(10)}`,
    ],
    ['17:02:02', 'outcome: warned (owner-missing)'],
    [
      '17:02:02',
      'mail mail-1 for amy@ucsc.edu to tag-enforcement-person-amy, or else tag-enforcement-422448306679, or else tag-enforcement-administrators: "2 instances will be terminated at 09:10 PST unless tagged Owner"',
    ],
    ['17:02:03', 'mail mail-1: taken by tag-enforcement-422448306679, message sns-1'],
    ['17:10:00', 'checked: noncompliant (owner-missing); due for termination; no further check'],
    ['17:10:02', 'Terminate failed: RoleNotAssumable: Cannot assume tag-enforcement-act'],
    ['17:10:04', "termination: AWS's answer: terminated (confirmed)"],
    ['17:10:05', 'outcome: terminated (owner-missing)'],
    ['17:10:05', expect.stringMatching(/^mail mail-2 for amy@ucsc.edu to .*: "1 instance terminated"$/)],
    ['17:10:06', 'mail mail-2: NO TOPIC TOOK IT'],
    ['17:16:00', 'FAILED: NotificationFailed: No topic took the last mail.'],
  ]);
});

test('shows the outcome of another instance of the launch', () => {
  const says = told('i-1').map(([, text]) => text);
  expect(says).toContain('checked: compliant (owner-valid); no further check');
  expect(says).toContain('outcome: complied (owner-valid)');
  expect(says.join()).not.toMatch(/AWS's answer/);
});

test('a launcher who is found later gets a second line, one who is not found has one line', () => {
  const start = aCheckInput();
  const nobody = { ...start, launcher: { userName: null, description: 'role developer', evidence: null } };
  const amy = {
    ...start,
    launcher: { userName: 'amy@ucsc.edu', description: 'amy', evidence: 'assume-role' },
  };
  const history = numbered([
    ...task('Attribute', at(0), start, nobody),
    ...task('AttributeAgain', at(2), nobody, nobody),
    ...task('AttributeAgain', at(10), nobody, amy),
  ]);
  expect(timeline(history, 'i-1').map(({ says }) => says)).toEqual([
    'launcher not known: role developer',
    'launcher: amy@ucsc.edu, by assume-role: amy',
  ]);
});

test.each([
  ['ExecutionSucceeded', 'all done'],
  ['ExecutionAborted', 'ABORTED by somebody'],
  ['ExecutionTimedOut', 'TIMED OUT: '],
] as const)('it ends: %s', (type, says) => {
  expect(timeline(numbered([[at(1), type]]), 'i-1')).toEqual([{ at: at(1), says }]);
});

test('states of another version are left out, but their failures are shown', () => {
  const history = numbered([
    [at(0), 'ExecutionStarted', { executionStartedEventDetails: { input: '{"launch":1}' } }],
    [at(1), 'TaskStateEntered', { stateEnteredEventDetails: { name: 'Check', input: 'no JSON' } }],
    [at(2), 'LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: { error: 'States.Timeout' } }],
    [at(3), 'TaskStateExited', { stateExitedEventDetails: { name: 'Check', output: 'no JSON' } }],
  ]);
  expect(timeline(history, 'i-1').map(({ says }) => says)).toEqual([
    'began, but its input has the format of another version',
    'Check failed: States.Timeout: ',
  ]);
});

test('every check is shown, also one with the same result as the last', () => {
  const state = { ...aCheckInput(), check: aRound() };
  const history = numbered([...task('Check', at(2), state, state), ...task('Check', at(3), state, state)]);
  expect(timeline(history, 'i-1').map((entry) => entry.at)).toEqual([at(2), at(3)]);
});
