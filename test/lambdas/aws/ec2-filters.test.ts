import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeFilterValue, filterOf } from '../../../lambdas/aws/ec2.ts';
import { readFilterValue } from '../../../local/aws/ec2-filters.ts';

/** Whether EC2 would find a text by a value of a filter. */
const finds = (value: string, text: string): boolean => {
  const read = readFilterValue(value);
  return read.is === 'text' ? read.text === text : read.matches(text);
};

/** Of what a client token may be, above all what a filter reads. */
const text = fc.string({ unit: fc.constantFrom('*', '?', '\\', '[', ']', '.', 'a', 'b', '-'), maxLength: 8 });

describe('a value that is taken literally', () => {
  test('finds itself, and nothing else', () => {
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

test('no call of EC2 has a filter that is not made so', () => {
  const root = join(import.meta.dirname, '../../..');
  const sources = globSync(['lambdas/**/*.ts', 'cli/**/*.ts'], { cwd: root });
  expect(sources.length).toBeGreaterThan(100);
  const raw = sources.filter((path) => /\bValues:/.test(readFileSync(join(root, path), 'utf8')));
  // Auto Scaling's filters have no wildcards.
  expect(raw.sort()).toEqual(['lambdas/aws/auto-scaling.ts', 'lambdas/aws/ec2.ts']);
});
