import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { matchesAny, matchesPattern } from '../../../../lambdas/domain/compliance/owner-rule.ts';

describe('a pattern matches as IAM StringLike does', () => {
  test.each([
    ['?*@ucsc.edu', 'bob@ucsc.edu', true],
    ['?*@ucsc.edu', '@ucsc.edu', false],
    ['?*@ucsc.edu', 'bob@ucsc-edu', false],
    ['?*@ucsc.edu', 'bob@ucsc.edu.evil.example', false],
    ['?*@ucsc.edu', 'Bob@UCSC.edu', false],
    ['?*', '', false],
    ['?*', ' ', true],
    ['?*', '\n', true],
    ['shared', 'shared', true],
    ['shared', 'shared ', false],
    ['shared', 'unshared', false],
    ['a**b', 'ab', true],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['?', '😀', true],
    ['lab-[a-c]', 'lab-b', false],
    ['lab-[a-c]', 'lab-[a-c]', true],
    ['(bob|amy)', 'bob', false],
    ['^bob$', '^bob$', true],
    ['bob\\d', 'bob\\d', true],
    ['bob\\d', 'bob1', false],
    ['bob+x{2}', 'bob+x{2}', true],
  ])('%j on %j: %j', (pattern, value, expected) => {
    expect(matchesPattern(pattern, value)).toBe(expected);
  });

  /** Reads the definition literally, a character at a time. */
  const naively = ([head, ...rest]: readonly string[], value: readonly string[]): boolean => {
    const [first, ...others] = value;
    if (head === undefined) return first === undefined;
    if (head === '*')
      return naively(rest, value) || (first !== undefined && naively([head, ...rest], others));
    return first !== undefined && (head === '?' || head === first) && naively(rest, others);
  };

  test('property: it agrees with a naive matcher', () => {
    const unit = fc.constantFrom(
      '*',
      '?',
      'a',
      'A',
      'b',
      '.',
      '+',
      '[',
      ']',
      '(',
      '|',
      '\\',
      '$',
      '^',
      '\n',
      '😀',
    );
    const text = fc.string({ unit, maxLength: 7 });
    fc.assert(
      fc.property(text, text, (pattern, value) => {
        expect(matchesPattern(pattern, value)).toBe(naively([...pattern], [...value]));
      }),
      { numRuns: 200 },
    );
  });

  test('property: a value cut into stars and question marks still matches', () => {
    const part = fc.constantFrom('keep', 'any', 'some');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 3 }), part)), (parts) => {
        const masks = {
          keep: (text: string) => text,
          any: (text: string) => '?'.repeat([...text].length),
          some: () => '*',
        };
        const pattern = parts.map(([text, mask]) => masks[mask](text)).join('');
        expect(matchesPattern(pattern, parts.map(([text]) => text).join(''))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

test('a value is valid if any pattern matches, and never if there is no pattern', () => {
  expect(matchesAny(['?*@ucsc.edu', 'shared'], 'shared')).toBe(true);
  expect(matchesAny(['?*@ucsc.edu', 'shared'], 'nobody')).toBe(false);
  expect(matchesAny([], '')).toBe(false);
});
