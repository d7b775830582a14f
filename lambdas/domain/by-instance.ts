/** Finds the group of an instance, the other way round than groups are carried. */
export const byInstance = <Group extends { readonly instanceIds: readonly string[] }>(
  groups: readonly Group[],
): ReadonlyMap<string, Group> =>
  new Map(groups.flatMap((group) => group.instanceIds.map((instanceId) => [instanceId, group] as const)));
