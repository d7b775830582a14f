import { compare } from '../infra/compare.ts';

/** An object as JSON knows it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object: no array, not null. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON with its keys sorted, at every depth: equal values give equal text. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => compare(a, b))) : inner,
  );

/** What JSON does not escape, and a terminal that shows it obeys. */
const OBEYED = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu;

const escaped = (text: string): string =>
  [...Array(text.length).keys()]
    .map((index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');

/** JSON on a line of its own that is safe to show in a terminal, and reads back as the same value. */
export const jsonLine = (value: unknown): string => `${JSON.stringify(value).replace(OBEYED, escaped)}\n`;

/** A value as it comes out of AWS after it was sent there as JSON. */
export const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
