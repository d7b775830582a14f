import type { NewsItem } from '../../lambdas/domain/notice/news.ts';

/** A warning of one instance without an Owner. */
export const aNewsItem = (overrides: Partial<NewsItem> = {}): NewsItem => ({
  decision: 'warned',
  reason: 'owner-missing',
  verdict: { is: 'noncompliant', reason: 'owner-missing' },
  instanceIds: ['i-1'],
  ...overrides,
});
