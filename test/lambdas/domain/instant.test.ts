import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { iso, minutesAfter, readInstant } from '../../../lambdas/domain/instant.ts';

describe('reading an eventTime', () => {
  test.each([
    ['2026-11-03T17:00:00Z', '2026-11-03T17:00:00Z'],
    ['2026-11-03T17:00:00.000Z', '2026-11-03T17:00:00Z'],
    ['2026-11-03T17:00:00.250Z', '2026-11-03T17:00:00.250Z'],
    ['2026-11-03T17:00:00+00:00', '2026-11-03T17:00:00Z'],
    ['2026-11-03 17:00:00.000000000', '2026-11-03T17:00:00Z'],
    ['2026-11-03 17:00:00.123456789', '2026-11-03T17:00:00.123Z'],
    ['2026-11-03 17:00:00', '2026-11-03T17:00:00Z'],
  ])('%s', (text, instant) => {
    expect(readInstant(text)).toBe(instant);
  });

  test.each([
    '',
    'eventTime',
    '2026-11-03',
    '2026-11-03T17:00:00-08:00',
    '2026-11-03T17:00:0099Z',
    '2026-13-03T17:00:00Z',
    '2026-11-03T17:61:00Z',
    '1762189200000',
    ' 2026-11-03T17:00:00Z',
  ])('not %j', (text) => {
    expect(readInstant(text)).toBeUndefined();
  });

  test('property: a time comes back as it was written', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => {
        const read = readInstant(iso(date));
        expect(read).toBe(iso(date));
        expect(Date.parse(read ?? '')).toBe(date.getTime());
      }),
      { numRuns: 100 },
    );
  });
});

test('minutes are added to an instant, also across the end of daylight saving time', () => {
  expect(iso(minutesAfter('2026-11-01T08:55:00Z', 10))).toBe('2026-11-01T09:05:00Z');
});
