import type { Concern } from '../../lambdas/domain/notice/news.ts';

/** A warning of one instance without an Owner. */
export const aConcern = (overrides: Partial<Concern> = {}): Concern => ({
  decision: 'warned',
  reason: 'owner-missing',
  verdict: { is: 'noncompliant', reason: 'owner-missing' },
  instanceIds: ['i-1'],
  ...overrides,
});
