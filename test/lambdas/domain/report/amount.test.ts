import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { byAmount, differenceOf, rounded, sumOf } from '../../../../lambdas/domain/report/amount.ts';

test.each([
  [[], '0'],
  [['0.1', '0.2'], '0.3'],
  [['12.3400000001', '-5'], '7.3400000001'],
  [['1.2E-8', '1'], '1.000000012'],
  [['-0.5', '0.25'], '-0.25'],
  [['3e2', '1'], '301'],
  [['9007199254740993', '0.01'], '9007199254740993.01'],
  [['5', '-5.000'], '0'],
])('%j add up to %s', (amounts, sum) => {
  expect(sumOf(amounts)).toBe(sum);
});

test('sums are exact: whatever is added and taken away again leaves what was there', () => {
  const amount = fc
    .tuple(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.integer({ min: 0, max: 12 }))
    .map(([units, scale]) => sumOf([`${units}E-${scale}`]));
  fc.assert(
    fc.property(fc.array(amount), amount, (amounts, one) => {
      expect(differenceOf(sumOf([...amounts, one]), one)).toBe(sumOf(amounts));
    }),
  );
});

test.each([
  ['1234.5', '1,234.50'],
  ['0', '0.00'],
  ['0.005', '0.01'],
  ['0.0049999', '0.00'],
  ['-12.345', '−12.35'],
  ['-0.001', '0.00'],
  ['1234567890.999', '1,234,567,891.00'],
])('%s is shown as %s', (amount, shown) => {
  expect(rounded(amount)).toBe(shown);
});

test('the greatest amount comes first', () => {
  expect(['2', '-1', '10', '1.5'].sort(byAmount)).toEqual(['10', '2', '1.5', '-1']);
});

test.each(['', 'ten', '1,5', '0x10', '1.', 'NaN'])('%j is no amount', (text) => {
  expect(() => sumOf([text])).toThrow('no decimal number');
});
