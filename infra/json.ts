/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object: neither an array nor null. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Compares two texts by their code units, for a sort that gives the same order in every locale. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** JSON with its keys sorted, at every depth: equal values give equal text. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => compare(a, b))) : inner,
  );

/** A value as AWS returns it after it was sent there as JSON. */
export const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** A text without the byte order mark that some programs put at its beginning: JSON.parse refuses it. */
export const withoutByteOrderMark = (text: string): string => text.replace(/^\uFEFF/, '');
