import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeFilterValue, filterOf } from '../../../lambdas/aws/ec2.ts';
import { readFilterValue } from '../../../local/aws/ec2-filters.ts';

/** Whether EC2 would match a text with a filter's value. */
const finds = (value: string, text: string): boolean => {
  const read = readFilterValue(value);
  return read.is === 'text' ? read.text === text : read.matches(text);
};

/** Texts that a client token may be, most of them with characters that are special in a filter. */
const text = fc.string({ unit: fc.constantFrom('*', '?', '\\', '[', ']', '.', 'a', 'b', '-'), maxLength: 8 });

describe('an escaped filter value', () => {
  test('matches itself, and nothing else', () => {
    fc.assert(
      fc.property(text, text, (value, other) => {
        expect(finds(escapeFilterValue(value), value)).toBe(true);
        expect(finds(escapeFilterValue(value), other)).toBe(value === other);
      }),
    );
  });

  test.each([
    ['*', '\\*'],
    ['\\*?', '\\\\\\*\\?'],
    ['i-0a1b2c3d4e5f60718', 'i-0a1b2c3d4e5f60718'],
  ])('has a backslash before each wildcard and each backslash: %s', (value, expected) => {
    expect(filterOf('client-token', [value, 'b'])).toEqual({ Name: 'client-token', Values: [expected, 'b'] });
  });
});

test('every filter in a call of EC2 is made by filterOf', () => {
  const root = join(import.meta.dirname, '../../..');
  const sources = globSync(['lambdas/**/*.ts', 'cli/**/*.ts'], { cwd: root });
  expect(sources.length).toBeGreaterThan(100);
  const raw = sources.filter((path) => /\bValues:/.test(readFileSync(join(root, path), 'utf8')));
  // Filters of Auto Scaling, Cost Explorer and the tagging API have no wildcards.
  expect(raw.sort()).toEqual([
    'cli/aws/owned-resources.ts',
    'lambdas/aws/auto-scaling.ts',
    'lambdas/aws/cost-explorer.ts',
    'lambdas/aws/ec2.ts',
    'lambdas/aws/read-tags.ts',
  ]);
});
