import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { notReached } from '../../../../lambdas/domain/notice/not-reached.ts';

test('a mail says whom it did not reach, and why', () => {
  expect(notReached('bob@ucsc.edu', 'not-taken')).toBe(
    'This did not reach bob@ucsc.edu: SNS did not take it.',
  );
  expect(notReached('zoe@ucsc.edu', 'nobody-confirmed')).toBe(
    'This did not reach zoe@ucsc.edu: no confirmed subscription.',
  );
});

test('property: no line is longer than 72 characters, and the name is whole', () => {
  const name = fc.string({ unit: fc.constantFrom(...'abcXYZ019_+=,.@-'), minLength: 1, maxLength: 64 });
  fc.assert(
    fc.property(name, fc.constantFrom('not-taken', 'nobody-confirmed'), (person, why) => {
      const text = notReached(person, why);
      expect(text).toContain(person);
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(72);
    }),
  );
});
