import { afterEach, describe, expect, jest, test } from '@jest/globals';
import * as fc from 'fast-check';
import { log } from '../../lambdas/log.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

/** What a function's log wrote. */
const written = (write: () => void): string => {
  const chunks: string[] = [];
  const keep = (chunk: unknown): boolean => chunks.push(String(chunk)) > 0;
  jest.spyOn(process.stdout, 'write').mockImplementation(keep);
  jest.spyOn(process.stderr, 'write').mockImplementation(keep);
  write();
  jest.restoreAllMocks();
  return chunks.join('');
};

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '\u001b[2J',
    '\u009b31m',
    'a\r\n{"level":"INFO"}',
    '\u202egnp',
    '\u200b\u2066',
    '\u2028',
    '\u007f',
  ),
);

describe('property: whatever is logged', () => {
  test('is one line of JSON, in which nothing speaks to a terminal', () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const line = written(() => {
          log().warn('a fact', { value: one, tags: [{ key: other }], error: new Error(other) });
        });
        expect(line).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+\n$/u);
        expect(JSON.parse(line)).toMatchObject({ level: 'WARN', message: 'a fact' });
      }),
      { numRuns: 200 },
    );
  });
});

test('what JSON escapes is kept as it was', () => {
  const line = written(() => log().info('a fact', { value: 'a\n\u001bb\u009bc' }));
  expect(JSON.parse(line)).toMatchObject({ value: 'a\n\u001bb c' });
});
