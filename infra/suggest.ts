/** How many single-letter edits lead from one word to another. */
const distance = (from: string, to: string): number => {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...from].entries()) {
    const next = [row + 1];
    for (const [column, other] of [...to].entries()) {
      const swap = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(swap, (previous[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    previous = next;
  }
  return previous[to.length] ?? 0;
};

/** The known name that a field was probably meant to have; undefined if none is near. */
export const suggest = (field: string, known: readonly string[]): string | undefined => {
  const [nearest] = known
    .map((name) => ({ name, edits: distance(field.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  return nearest && nearest.edits <= Math.max(2, field.length / 3) ? nearest.name : undefined;
};
