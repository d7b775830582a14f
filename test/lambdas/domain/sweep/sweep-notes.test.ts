import { describe, expect, test } from '@jest/globals';
import { type SweepNote, sweepNoteOf } from '../../../../lambdas/domain/sweep/sweep-notes.ts';

type Concluded = Parameters<typeof sweepNoteOf>[0];

test.each<[Concluded['decision'], string, SweepNote]>([
  ['stopped', 'termination-protected', { kind: 'stopped', times: null }],
  ['held', 'paused', { kind: 'held', times: 0 }],
  ['would-terminate', 'owner-missing', { kind: null, times: 1 }],
  ['exempt', 'exempt-by-configuration', { kind: 'exempt', times: null }],
  ['noticed', 'before-enforcement', { kind: 'noticed', times: null }],
  ['noticed', 'launcher-not-known', { kind: 'reported', times: 6 }],
  ['failed', 'termination-protected', { kind: 'reported', times: null }],
  ['invalid', 'changed-back', { kind: 'reported', times: 6 }],
  ['invalid', 'changed-back-before', { kind: 'reported', times: 6 }],
  ['invalid', 'near-misses-disagree', { kind: 'reported', times: 6 }],
])('a sweep must know of an instance that is %s (%s)', (decision, reason, memory) => {
  expect(sweepNoteOf({ decision, reason })).toEqual(memory);
});

describe('a sweep finds out itself about an instance that is', () => {
  test.each<[Concluded['decision'], string]>([
    ['warned', 'owner-missing'],
    ['terminated', 'owner-missing'],
    ['gone', 'terminated'],
    ['complied', 'owner-valid'],
    ['exempt', 'aws-managed'],
    ['invalid', 'no-pattern-matches'],
    ['failed', 'unauthorized'],
    ['failed', 'termination-protected after protection-removed'],
  ])('%s: %s', (decision, reason) => {
    expect(sweepNoteOf({ decision, reason })).toBeNull();
  });
});
