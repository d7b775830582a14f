import { compare } from './compare.ts';

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

/** A value as it comes out of AWS after it was sent there as JSON. */
export const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** A text without the byte order mark that some programs put at its beginning: to JSON, that is an error. */
export const withoutByteOrderMark = (text: string): string => text.replace(/^\uFEFF/, '');
