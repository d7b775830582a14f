import { AmountInvalid } from '../errors.ts';

/** A decimal number: `units` / 10^`scale`. Sums of floating-point numbers would not add up to the last digit. */
type Decimal = { readonly units: bigint; readonly scale: number };

/** Cost Explorer writes `12.3400000001`, `-5`, and very small amounts as `1.2E-8`. */
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/** @throws AmountInvalid */
const decimal = (text: string): Decimal => {
  const [, sign = '', whole, fraction = '', exponent = '0'] = DECIMAL.exec(text.trim()) ?? [];
  if (whole === undefined) throw new AmountInvalid(text);
  const units = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
};

const scaled = ({ units, scale }: Decimal, to: number): bigint => units * 10n ** BigInt(to - scale);

const written = ({ units, scale }: Decimal): string => {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  const text = digits.slice(0, digits.length - scale) + (scale > 0 && fraction !== '' ? `.${fraction}` : '');
  return units < 0n ? `-${text}` : text;
};

/**
 * The exact sum of decimal texts, as a decimal text.
 *
 * @throws AmountInvalid
 */
export const sumOf = (amounts: Iterable<string>): string => {
  let sum: Decimal = { units: 0n, scale: 0 };
  for (const text of amounts) {
    const amount = decimal(text);
    const scale = Math.max(sum.scale, amount.scale);
    sum = { units: scaled(sum, scale) + scaled(amount, scale), scale };
  }
  return written(sum);
};

/** The exact difference of two decimal texts. */
export const differenceOf = (amount: string, subtracted: string): string => {
  const { units, scale } = decimal(subtracted);
  return sumOf([amount, written({ units: -units, scale })]);
};

/** For sorting, the greatest first. */
export const byAmount = (a: string, b: string): number => {
  const [one, other] = [decimal(a), decimal(b)];
  const scale = Math.max(one.scale, other.scale);
  const difference = scaled(other, scale) - scaled(one, scale);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
};

/** An amount as people read it: with two decimals, half a cent rounded away from zero, such as `1,234.50`. */
export const rounded = (amount: string): string => {
  const { units, scale } = decimal(amount);
  const size = units < 0n ? -units : units;
  const to = Math.max(scale, 3);
  const cents = (scaled({ units: size, scale }, to) + 5n * 10n ** BigInt(to - 3)) / 10n ** BigInt(to - 2);
  const digits = cents.toString().padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${units < 0n && cents > 0n ? '−' : ''}${whole}.${digits.slice(-2)}`;
};
