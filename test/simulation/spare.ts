/** Spares a thread that plays many runs what none of them shows. */
export const spare = (): void => {
  // The interpreter throws an error for every text and number that a path leads to: nobody reads their stacks.
  Error.stackTraceLimit = 0;
  // A mail makes a format for each time that it tells, and the formats are the same few.
  const made = new Map<string, object>();
  Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, {
    construct: (format, words) => {
      const key = JSON.stringify(words);
      const known = made.get(key) ?? new format(...words);
      made.set(key, known);
      return known;
    },
  });
};
