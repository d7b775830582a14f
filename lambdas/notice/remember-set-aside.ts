import type { SetAsideTable } from '../aws/set-aside-table.ts';
import { isSetAside } from '../domain/grace-period/set-aside.ts';
import type { Concern } from '../domain/notice/concern.ts';
import type { Log } from '../log.ts';

/** Keeps for a sweep what this round stopped or held. That the table does not answer keeps no mail back. */
export const rememberSetAside = async (
  news: readonly Concern[],
  table: SetAsideTable,
  log: Log,
): Promise<void> => {
  for (const { decision, instanceIds } of news) {
    if (!isSetAside(decision)) continue;
    await table.keep(decision, instanceIds).catch((error: unknown) => {
      log.error('not remembered as set aside', { decision, instanceIds, error });
    });
  }
};
