/**
 * Collects the ids of instances that have something in common, in order of first appearance: a thousand instances
 * travel as a few groups.
 *
 * @param commonOf what instances of a group share; JSON
 */
export const groupInstances = <Item extends { readonly instanceId: string }, Common extends object>(
  items: readonly Item[],
  commonOf: (item: Item) => Common,
): (Common & { instanceIds: string[] })[] => {
  const groups = new Map<string, Common & { instanceIds: string[] }>();
  for (const item of items) {
    const common = commonOf(item);
    const key = JSON.stringify(common);
    const known = groups.get(key);
    if (known) known.instanceIds.push(item.instanceId);
    else groups.set(key, { ...common, instanceIds: [item.instanceId] });
  }
  return [...groups.values()];
};
