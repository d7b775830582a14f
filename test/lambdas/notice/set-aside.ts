import type { SetAsideTable } from '../../../lambdas/aws/set-aside-table.ts';

/** A table that keeps what it is given, as `kind id`, or fails. */
export const aSetAsideTable = (failure?: Error) => {
  const kept: string[] = [];
  const table: SetAsideTable = {
    keep: async (kind, instanceIds) => {
      if (failure) throw failure;
      kept.push(...instanceIds.map((instanceId) => `${kind} ${instanceId}`));
    },
    find: async (kind, instanceIds) => instanceIds.filter((id) => kept.includes(`${kind} ${id}`)),
  };
  return { kept, setAside: () => table };
};

/** For rounds that set nothing aside: nothing is kept. */
export const { setAside: noSetAside } = aSetAsideTable(new Error('not to be called'));
