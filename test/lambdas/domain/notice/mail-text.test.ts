import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  formatClock,
  formatTime,
  LINE_LENGTH,
  notReachedText,
  subject,
  truncate,
  wrap,
} from '../../../../lambdas/domain/notice/mail-text.ts';

describe('a subject that is too long for SNS', () => {
  const WHAT = 'FAILED to correct the tag Owner of 1 instance';

  test('keeps its place, and leaves the reason to the text', () => {
    const long = `${WHAT} (AWS did not authorize it: an Owner written since, or a policy)`;
    expect(subject('pangenomics us-west-2', long)).toBe(`pangenomics us-west-2: ${WHAT}`);
    expect(subject('pangenomics us-west-2', `${WHAT} (Throttled)`)).toBe(
      `pangenomics us-west-2: ${WHAT} (Throttled)`,
    );
  });

  test('loses the end of its place, if it has no reason to lose', () => {
    expect(subject('a'.repeat(100), WHAT)).toBe(`${'a'.repeat(52)}: ${WHAT}`);
  });
});

describe('wrap', () => {
  describe('a line that is too long', () => {
    test('is broken between words, and continues indented', () => {
      const text = `Launched by: ${'word '.repeat(20).trim()}`;
      expect(wrap(text, '      ')).toEqual([
        `Launched by: ${'word '.repeat(12).trim()}`,
        `      ${'word '.repeat(8).trim()}`,
      ]);
    });

    test('keeps its own indentation', () => {
      expect(wrap('    kept: vol-1')).toEqual(['    kept: vol-1']);
    });

    test('is broken within a word only if the word fits on no line', () => {
      expect(wrap('a'.repeat(100), '  ')).toEqual(['a'.repeat(70), `  ${'a'.repeat(30)}`]);
    });

    test('property: fits afterwards, and loses nothing but blanks', () => {
      const indents = fc.constantFrom('', '  ', ' '.repeat(13));
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), indents, (text, indent) => {
          const lines = wrap(text, indent);
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(LINE_LENGTH);
          expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
        }),
        { numRuns: 200 },
      );
    });
  });

  test.each([
    ['short', 10, 'short'],
    ['exactly ten', 11, 'exactly ten'],
    ['much too long', 10, 'much to...'],
    ['12345\u{1f600}789', 9, '12345...'],
  ])('%j of at most %i characters is %j', (text, longest, expected) => {
    expect(truncate(text, longest)).toBe(expected);
  });
});

describe('formatTime', () => {
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

  test('formatClock shows the time of day alone', () => {
    expect(formatClock('2026-11-03T17:10:00.500Z', CALIFORNIA)).toBe('09:10:00 PST');
  });
});

describe('notReachedText', () => {
  test('says whom the mail did not reach, and why', () => {
    expect(notReachedText('bob@ucsc.edu', 'not-taken')).toBe(
      'This did not reach bob@ucsc.edu: SNS did not take it.',
    );
    expect(notReachedText('zoe@ucsc.edu', 'nobody-confirmed')).toBe(
      'This did not reach zoe@ucsc.edu: no confirmed subscription.',
    );
  });

  test('property: no line is longer than 72 characters, and the name is whole', () => {
    const name = fc.string({ unit: fc.constantFrom(...'abcXYZ019_+=,.@-'), minLength: 1, maxLength: 64 });
    fc.assert(
      fc.property(name, fc.constantFrom('not-taken', 'nobody-confirmed'), (person, why) => {
        const text = notReachedText(person, why);
        expect(text).toContain(person);
        for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(72);
      }),
    );
  });
});
