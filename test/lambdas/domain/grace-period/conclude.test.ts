import { describe, expect, test } from '@jest/globals';
import type { Verdict } from '../../../../lambdas/domain/compliance/verdict.ts';
import { conclude, type TerminationProgress } from '../../../../lambdas/domain/grace-period/conclude.ts';
import type {
  TerminationResult,
  Terminations,
} from '../../../../lambdas/domain/grace-period/orders-and-results.ts';
import type { Outcome } from '../../../../lambdas/domain/grace-period/outcome.ts';
import type { Round } from '../../../../lambdas/domain/grace-period/round.ts';
import { aRound } from '../../a-round.ts';

const missing: Verdict = { is: 'noncompliant', reason: 'owner-missing' };
const compliant: Verdict = { is: 'compliant', reason: 'owner-valid' };
const gone: Verdict = { is: 'gone', reason: 'shutting-down' };
const nearMiss: Verdict = {
  is: 'noncompliant',
  reason: 'near-miss',
  tag: { key: 'owner', value: 'shared' },
  owner: 'shared',
};
const inheritable: Verdict = {
  is: 'noncompliant',
  reason: 'inheritable',
  owner: 'shared',
  from: { kind: 'instance', id: 'i-0leader' },
};
const invalid: Verdict = { is: 'invalid', reason: 'no-pattern-matches', tag: { key: 'Owner', value: 'x' } };

const refused = { result: 'refused' as const, reason: 'unauthorized', instanceIds: ['i-1'] };

const ended = { until: null, toTerminate: [{ availabilityZone: 'us-west-2a', instanceIds: ['i-1'] }] };
const was = (decision: Outcome['decision'], reason: string): Outcome[] => [
  { decision, reason, instanceIds: ['i-1'] },
];
const terminated = was('terminated', 'owner-missing');
const answered = (more: Partial<Terminations>): TerminationProgress => ({
  terminations: { results: [], unfinished: [], ifGone: [], ...more },
});
const aws = (result: TerminationResult['result'], reason: string): TerminationProgress =>
  answered({ results: [{ result, reason, instanceIds: ['i-1'] }] });
const terminatedOf = (reason: string): TerminationResult[] => [
  { result: 'terminated', reason, instanceIds: ['i-1'] },
];
const lately = { reason: 'TimeoutError', instanceIds: ['i-1'] };
const unfinished = [{ reason: 'TimeoutError', instanceIds: ['i-1'] }];
const error = { Error: 'RoleNotAssumable', Cause: '{}' };

/** What became of the one instance of a round, as `decision: reason`. */
const concluded = (
  verdict: Verdict,
  { terminations, answerLost, notEnded, ...round }: Partial<Round> & TerminationProgress,
  before: readonly Outcome[] = [],
  mode: 'enforce' | 'dry-run' = 'enforce',
) =>
  conclude(aRound({ findings: [{ verdict, instanceIds: ['i-1'] }], ...round }), mode, before, {
    terminations,
    answerLost,
    notEnded,
  }).map(({ decision, reason }) => `${decision}: ${reason}`);

describe('an instance', () => {
  test.each<[string, Verdict, Partial<Round> & TerminationProgress, Outcome[], string[]]>([
    ['noncompliant before its deadline is warned', missing, {}, [], ['warned: owner-missing']],
    ['compliant before the last round is not concluded yet', compliant, {}, [], []],
    [
      'compliant before the last round keeps its earlier outcome',
      compliant,
      {},
      was('warned', 'owner-missing'),
      ['warned: owner-missing'],
    ],
    [
      'compliant in the last round has complied',
      compliant,
      { until: null },
      was('warned', 'x'),
      ['complied: owner-valid'],
    ],
    [
      'compliant since its repair stays repaired',
      compliant,
      { until: null },
      was('repaired', 'near-miss'),
      ['repaired: near-miss'],
    ],
    [
      'that inherited its Owner keeps that',
      compliant,
      { until: null },
      was('inherited', 'inheritable'),
      ['inherited: inheritable'],
    ],
    [
      'that inherits is inherited',
      inheritable,
      { repair: [{ result: 'inherited', reason: 'inheritable', instanceIds: ['i-1'] }] },
      [],
      ['inherited: inheritable'],
    ],
    [
      'that could not inherit has failed, also when it was due',
      inheritable,
      { ...ended, repair: [{ result: 'failed', reason: 'UnauthorizedOperation', instanceIds: ['i-1'] }] },
      was('warned', 'owner-missing'),
      ['failed: UnauthorizedOperation'],
    ],
    ['invalid is invalid', invalid, {}, [], ['invalid: no-pattern-matches']],
    ['managed by AWS is exempt', { is: 'exempt', reason: 'aws-managed' }, {}, [], ['exempt: aws-managed']],
    [
      'that ended by itself is gone',
      gone,
      { until: null },
      was('warned', 'owner-missing'),
      ['gone: shutting-down'],
    ],
    [
      'that this service terminated stays terminated',
      gone,
      { until: null },
      terminated,
      ['terminated: owner-missing'],
    ],
    [
      'repaired is repaired',
      nearMiss,
      { repair: [{ result: 'repaired', reason: 'near-miss', instanceIds: ['i-1'] }] },
      [],
      ['repaired: near-miss'],
    ],
    [
      'not repaired has failed',
      nearMiss,
      { repair: [{ result: 'failed', reason: 'UnauthorizedOperation', instanceIds: ['i-1'] }] },
      [],
      ['failed: UnauthorizedOperation'],
    ],
    [
      'whose repair was refused is not concluded: the next check judges it anew',
      nearMiss,
      { until: '2026-11-03T17:10:00Z', repair: [refused] },
      [],
      [],
    ],
    [
      'whose repair was refused in the last round has failed',
      nearMiss,
      { until: null, repair: [refused] },
      [],
      ['failed: unauthorized'],
    ],
    [
      'that is left alone because a tool changes it back is invalid',
      inheritable,
      { repair: [{ result: 'left', reason: 'changed-back', instanceIds: ['i-1'] }] },
      [],
      ['invalid: changed-back'],
    ],
    ['whose repair broke has failed', nearMiss, { repair: error }, [], ['failed: RoleNotAssumable']],
    ['whose repair did not answer has failed', nearMiss, { repair: [] }, [], ['failed: repair-unanswered']],
    [
      'that EC2 confirmed is terminated',
      missing,
      { ...ended, ...aws('terminated', 'confirmed') },
      [],
      ['terminated: owner-missing'],
    ],
    [
      'that EC2 confirmed is terminated, even if the check still shows it',
      compliant,
      { until: null, ...aws('terminated', 'confirmed') },
      was('warned', 'owner-missing'),
      ['terminated: owner-missing'],
    ],
    [
      'that is gone after a call without an answer counts as terminated, answer lost',
      gone,
      { until: null, ...answered({ unfinished, ifGone: terminatedOf('answer-lost') }) },
      was('warned', 'owner-missing'),
      ['terminated: answer-lost'],
    ],
    [
      'that was stopped, and tagged before the next check, is stopped',
      compliant,
      { until: null, ...aws('stopped', 'termination-protected') },
      was('warned', 'owner-missing'),
      ['stopped: termination-protected'],
    ],
    [
      'with a side effect that was tagged before its termination is reported as failed',
      compliant,
      { until: null, ...answered({ unfinished: [{ ...lately, done: 'protection-removed' }] }) },
      was('warned', 'owner-missing'),
      ['failed: owner-written-since after protection-removed'],
    ],
    [
      'that EC2 may be terminating when retries end has failed, and the reason says so',
      missing,
      { ...ended, notEnded: { Error: 'TooSlow' }, ...answered({ ifGone: terminatedOf('answer-lost') }) },
      was('warned', 'owner-missing'),
      ['failed: TooSlow after perhaps-terminated'],
    ],
    [
      'that is gone, and that EC2 was never asked to terminate, is gone',
      gone,
      { until: null, ...answered({ unfinished }) },
      was('warned', 'owner-missing'),
      ['gone: shutting-down'],
    ],
    [
      'that somebody else terminated first is gone',
      missing,
      { ...ended, ...aws('gone', 'shutting-down') },
      [],
      ['gone: shutting-down'],
    ],
    [
      'that EC2 confirmed after a side effect is terminated with that as its reason',
      missing,
      { ...ended, ...aws('terminated', 'protection-overridden') },
      [],
      ['terminated: protection-overridden'],
    ],
    [
      'that is protected and was stopped is stopped',
      missing,
      { ...ended, ...aws('stopped', 'termination-protected') },
      was('warned', 'owner-missing'),
      ['stopped: termination-protected'],
    ],
    [
      'that was due during a pause is held',
      missing,
      { ...ended, ...aws('held', 'paused') },
      was('warned', 'owner-missing'),
      ['held: paused'],
    ],
    [
      'that a last check found compliant has complied',
      missing,
      { ...ended, ...aws('spared', 'owner-valid') },
      was('warned', 'owner-missing'),
      ['complied: owner-valid'],
    ],
    [
      'that a last check found not terminable for another reason stays warned',
      missing,
      { ...ended, ...aws('spared', 'near-miss') },
      was('warned', 'owner-missing'),
      ['warned: owner-missing'],
    ],
    [
      'that EC2 refused has failed',
      missing,
      { ...ended, ...aws('failed', 'termination-protected') },
      [],
      ['failed: termination-protected'],
    ],
    [
      'in a run that died without an answer has failed, and the reason says so',
      missing,
      { ...ended, notEnded: error },
      [],
      ['failed: RoleNotAssumable after perhaps-terminated'],
    ],
    [
      'for which EC2 was not called has failed',
      missing,
      { ...ended, notEnded: { Error: 'TooSlow' } },
      [],
      ['failed: TooSlow'],
    ],
    [
      'whose termination did not answer has failed',
      missing,
      { ...ended, ...answered({}) },
      [],
      ['failed: termination-unanswered'],
    ],
    ['whose termination never ran has failed', missing, ended, [], ['failed: termination-unanswered']],
  ])('%s', (_, verdict, round, before, outcomes) => {
    expect(concluded(verdict, round, before)).toEqual(outcomes);
  });

  test('in dry-run would have been terminated', () => {
    expect(concluded(missing, ended, [], 'dry-run')).toEqual(['would-terminate: owner-missing']);
  });
});

describe.each([
  ['stopped', 'termination-protected'],
  ['held', 'paused'],
] as const)('an instance that an earlier round %s', (decision, reason) => {
  const before = was(decision, reason);
  const kept = [`${decision}: ${reason}`];

  test('keeps that outcome while it is noncompliant', () => {
    expect(concluded(missing, {}, before)).toEqual(kept);
    expect(concluded(missing, { until: null }, before)).toEqual(kept);
  });

  test('keeps that outcome if it is tagged later, because this grace period is over', () => {
    expect(concluded(compliant, { until: null }, before)).toEqual(kept);
  });

  test('is gone once it is gone, which is not our doing, whichever answer was lost', () => {
    const round = aRound({
      findings: [{ verdict: gone, instanceIds: ['i-1'] }],
      warned: { instanceIds: ['i-1'], at: '2026-11-03T17:02:00Z' },
      until: null,
    });
    expect(conclude(round, 'enforce', before, { answerLost: error })).toEqual(was('gone', 'shutting-down'));
  });

  test('is repaired all the same', () => {
    const repair = [{ result: 'repaired' as const, reason: 'near-miss', instanceIds: ['i-1'] }];
    expect(concluded(nearMiss, { repair }, before)).toEqual(['repaired: near-miss']);
  });
});

test('each instance has its own outcome: one refused, one confirmed, one warned', () => {
  const round = aRound({
    findings: [{ verdict: missing, instanceIds: ['i-1', 'i-2', 'i-3', 'i-4'] }],
    toTerminate: [{ availabilityZone: 'us-west-2a', instanceIds: ['i-1', 'i-2', 'i-4'] }],
  });
  const results: TerminationResult[] = [
    { result: 'terminated', reason: 'confirmed', instanceIds: ['i-1', 'i-4'] },
    { result: 'failed', reason: 'termination-protected', instanceIds: ['i-2'] },
  ];
  expect(conclude(round, 'enforce', [], answered({ results }))).toEqual([
    { decision: 'terminated', reason: 'owner-missing', instanceIds: ['i-1', 'i-4'] },
    { decision: 'failed', reason: 'termination-protected', instanceIds: ['i-2'] },
    { decision: 'warned', reason: 'owner-missing', instanceIds: ['i-3'] },
  ]);
});

describe('an instance that is found terminating', () => {
  const round = aRound({
    findings: [{ verdict: gone, instanceIds: ['i-1', 'i-2'] }],
    warned: { instanceIds: ['i-1'], at: '2026-11-03T17:02:00Z' },
    until: null,
  });

  test('was terminated by somebody else', () => {
    expect(conclude(round, 'enforce', [])).toEqual([
      { decision: 'gone', reason: 'shutting-down', instanceIds: ['i-1', 'i-2'] },
    ]);
  });

  test('may be our own work if a run without an answer came before', () => {
    const due = aRound({
      findings: [{ verdict: missing, instanceIds: ['i-1'] }],
      toTerminate: [{ availabilityZone: 'us-west-2a', instanceIds: ['i-1'] }],
      until: null,
    });
    const results: TerminationResult[] = [{ result: 'gone', reason: 'shutting-down', instanceIds: ['i-1'] }];
    expect(conclude(due, 'enforce', [], { ...answered({ results }), answerLost: error })).toEqual(
      was('terminated', 'answer-lost'),
    );
    expect(conclude(due, 'enforce', [], answered({ results }))).toEqual(was('gone', 'shutting-down'));
  });

  test('has no outcome while AWS does not show it and it is looked for', () => {
    const round = { warned: { instanceIds: ['i-1'], at: null }, until: '2026-11-03T17:12:00Z' };
    const before = was('warned', 'owner-missing');
    const unseen: Verdict = { is: 'gone', reason: 'not-found' };
    const told = (verdict: Verdict, more: Partial<Round> & TerminationProgress = {}) =>
      concluded(verdict, { ...round, answerLost: error, ...more }, before);
    expect(told(unseen)).toEqual(['warned: owner-missing']);
    expect(told(gone)).toEqual(['terminated: answer-lost']);
    expect(told(unseen, { until: null })).toEqual(['terminated: answer-lost']);
    expect(told(unseen, { notEnded: error })).toEqual(['terminated: answer-lost']);
  });

  test('counts as our own work after a lost answer, if it was due', () => {
    expect(conclude(round, 'enforce', [], { notEnded: error })).toEqual([
      { decision: 'terminated', reason: 'answer-lost', instanceIds: ['i-1'] },
      { decision: 'gone', reason: 'shutting-down', instanceIds: ['i-2'] },
    ]);
  });
});
