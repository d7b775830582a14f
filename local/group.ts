/** Collects items under equal keys, in order of first appearance. */
export const group = <Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): { key: Key; items: Item[] }[] => {
  const groups = new Map<string, { key: Key; items: Item[] }>();
  for (const item of items) {
    const key = keyOf(item);
    const text = JSON.stringify(key);
    const known = groups.get(text);
    if (known) known.items.push(item);
    else groups.set(text, { key, items: [item] });
  }
  return [...groups.values()];
};
