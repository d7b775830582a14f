/**
 * Calls `run` for every item, at most `concurrency` at a time. Results are in the order of the items. Rejects with the
 * first failure.
 */
export const mapConcurrently = async <Item, Result>(
  concurrency: number,
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const results = new Map<number, Result>();
  const waiting = items.entries();
  const work = async (): Promise<void> => {
    // All workers share one iterator: each takes the next item.
    for (const [index, item] of waiting) results.set(index, await run(item));
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, work));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
};

/** Resolves after this time. */
export const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Makes a call that resolves or rejects only after a pause of `intervalMilliseconds`. A caller that awaits each call
 * before the next one therefore never makes more than one call per interval.
 */
export const paced =
  <Given extends readonly unknown[], Answer>(
    intervalMilliseconds: number,
    call: (...given: Given) => Promise<Answer>,
  ): ((...given: Given) => Promise<Answer>) =>
  async (...given) => {
    try {
      return await call(...given);
    } finally {
      await wait(intervalMilliseconds);
    }
  };
