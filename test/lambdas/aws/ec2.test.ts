import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ec2In, escapeFilterValue, filterOf, mayHaveBeenCarriedOut } from '../../../lambdas/aws/ec2.ts';
import { RoleNotAssumable } from '../../../lambdas/domain/errors.ts';
import { readFilterValue } from '../../../local/aws/ec2-filters.ts';
import { at } from '../at.ts';
import { aRefusal } from './a-refusal.ts';

test("a client acts in the account's role and in the Region asked for, and retries through throttling", async () => {
  const assumed: string[] = [];
  const open = ec2In(async (accountId) => {
    assumed.push(accountId);
    return { accessKeyId: 'ASIA1', secretAccessKey: 'secret', sessionToken: 'token', expiration: at(60) };
  });
  const { config } = await open('422448306679', 'eu-west-1');
  expect(assumed).toEqual(['422448306679']);
  expect(await config.region()).toBe('eu-west-1');
  expect(await config.maxAttempts()).toBe(8);
  expect(await config.credentials()).toMatchObject({ accessKeyId: 'ASIA1', sessionToken: 'token' });
});

const named = (name: string): Error => Object.assign(new Error(name), { name });

test.each([
  ['throttled, whatever its status', named('RequestLimitExceeded'), false],
  ['refused for its form', aRefusal('InvalidParameterValue'), false],
  ['without a role to make it in', new RoleNotAssumable('arn:aws:iam::1:role/x', { cause: 'STS' }), false],
  ['that hung', named('TimeoutError'), true],
  ['that lost its connection', named('ECONNRESET'), true],
  ['that broke within EC2', Object.assign(aRefusal('InternalError'), { $fault: 'server' }), true],
  ['that threw no error', 'what?', true],
])('a call %s: %s', (_, error, may) => {
  expect(mayHaveBeenCarriedOut(error)).toBe(may);
});

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
