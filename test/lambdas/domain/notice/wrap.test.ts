import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { cut, LINE, wrap } from '../../../../lambdas/domain/notice/wrap.ts';

describe('a line that is too long', () => {
  test('is broken between words, and goes on under itself', () => {
    const text = `Launched by: ${'word '.repeat(20).trim()}`;
    expect(wrap(text, '      ')).toEqual([
      `Launched by: ${'word '.repeat(12).trim()}`,
      `      ${'word '.repeat(8).trim()}`,
    ]);
  });

  test('keeps how it begins', () => {
    expect(wrap('    kept: vol-1')).toEqual(['    kept: vol-1']);
  });

  test('is broken in a word only where that fits on no line', () => {
    expect(wrap('a'.repeat(100), '  ')).toEqual(['a'.repeat(70), `  ${'a'.repeat(30)}`]);
  });

  test('property: fits, and loses nothing but blanks', () => {
    const indents = fc.constantFrom('', '  ', ' '.repeat(13));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), indents, (text, indent) => {
        const lines = wrap(text, indent);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(LINE);
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
  expect(cut(text, longest)).toBe(expected);
});
