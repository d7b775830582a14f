import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { jsonLine } from '../../../cli/start/screen/show.ts';

test('property: a line of JSON has no control characters, and reads back as the same value', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\u009b31m', '\u202e', '\u200b', '\u2028', '\u007f', '\u{e0001}', '\n\u001b'),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      const line = jsonLine({ text });
      expect(line).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+\n$/u);
      expect(JSON.parse(line)).toEqual({ text });
    }),
  );
});
