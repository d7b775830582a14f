import { describe, expect, test } from '@jest/globals';
import { type Memory, memoryOf } from '../../../../lambdas/domain/sweep/memory.ts';

type Concluded = Parameters<typeof memoryOf>[0];

test.each<[Concluded['decision'], string, Memory]>([
  ['stopped', 'termination-protected', { mark: 'stopped', times: null }],
  ['held', 'paused', { mark: 'held', times: 0 }],
  ['would-terminate', 'owner-missing', { mark: null, times: 1 }],
  ['exempt', 'exempt-by-configuration', { mark: 'exempt', times: null }],
  ['noticed', 'before-enforcement', { mark: 'noticed', times: null }],
  ['noticed', 'launcher-not-known', { mark: 'reported', times: null }],
  ['failed', 'termination-protected', { mark: 'reported', times: null }],
  ['invalid', 'changed-back', { mark: 'reported', times: 6 }],
  ['invalid', 'changed-back-before', { mark: 'reported', times: 6 }],
])('a sweep is to know of what is %s (%s)', (decision, reason, memory) => {
  expect(memoryOf({ decision, reason })).toEqual(memory);
});

describe('a sweep sees for itself what is', () => {
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
    expect(memoryOf({ decision, reason })).toBeNull();
  });
});
