/** Runs something for each of some things, so many at once, and gives the results in their order. A failure ends it. */
export const mapConcurrently = async <Item, Result>(
  concurrency: number,
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const results = new Map<number, Result>();
  const waiting = items.entries();
  const work = async (): Promise<void> => {
    // One iterator for all: each takes what nobody has taken yet.
    for (const [index, item] of waiting) results.set(index, await run(item));
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, work));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
};

/** Does nothing for so long. */
export const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Makes a call keep its pace: whoever awaits it goes on only after the pause, whether it succeeded or failed. One that
 * awaits each call, and runs once at a time, so makes no more than one a pause.
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
