import { expect, test } from '@jest/globals';
import { formatClock, formatTime } from '../../../../lambdas/domain/notice/format-time.ts';

const CALIFORNIA = 'America/Los_Angeles';

test.each([
  ['winter', '2026-11-03T17:10:00Z', CALIFORNIA, 'Tue 3 Nov 2026, 09:10:00 PST (2026-11-03T17:10:00Z)'],
  ['summer', '2026-07-03T17:10:00Z', CALIFORNIA, 'Fri 3 Jul 2026, 10:10:00 PDT (2026-07-03T17:10:00Z)'],
  [
    'the last second of summer time',
    '2026-11-01T08:59:59Z',
    CALIFORNIA,
    'Sun 1 Nov 2026, 01:59:59 PDT (2026-11-01T08:59:59Z)',
  ],
  [
    'the first second of winter time',
    '2026-11-01T09:00:00Z',
    CALIFORNIA,
    'Sun 1 Nov 2026, 01:00:00 PST (2026-11-01T09:00:00Z)',
  ],
  [
    'the day before in UTC',
    '2026-11-04T07:59:00Z',
    CALIFORNIA,
    'Tue 3 Nov 2026, 23:59:00 PST (2026-11-04T07:59:00Z)',
  ],
  ['midnight', '2026-11-03T08:00:00Z', CALIFORNIA, 'Tue 3 Nov 2026, 00:00:00 PST (2026-11-03T08:00:00Z)'],
  [
    'half an hour off',
    '2026-11-03T17:10:00Z',
    'Asia/Kolkata',
    'Tue 3 Nov 2026, 22:40:00 GMT+5:30 (2026-11-03T17:10:00Z)',
  ],
  ['UTC itself', '2026-11-03T17:10:00Z', 'UTC', 'Tue 3 Nov 2026, 17:10:00 UTC (2026-11-03T17:10:00Z)'],
])('%s', (_, instant, timeZone, text) => {
  expect(formatTime(instant, timeZone)).toBe(text);
});

test('the time of day alone', () => {
  expect(formatClock('2026-11-03T17:10:00.500Z', CALIFORNIA)).toBe('09:10:00 PST');
});
