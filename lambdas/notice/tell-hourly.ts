import type { GroupMail, GroupMailTable } from '../aws/group-mail-table.ts';
import type { Concern } from '../domain/concern.ts';
import { executionName } from '../domain/execution-name.ts';
import type { Launch } from '../domain/launch.ts';
import type { Origin } from '../domain/origin.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { GroupNews } from '../domain/telling.ts';
import { toldHourly } from '../domain/told-hourly.ts';
import type { Log } from '../log.ts';

/** What is left to tell. */
export type Told = {
  readonly news: readonly Concern[];
  readonly group: GroupNews | null;
  /** The execution whose mail tells of the whole group, and that mail. */
  readonly toldBy: { readonly launch: string; readonly mail: string } | null;
};

/** The launch that has something to tell. */
export type Teller = {
  readonly launch: Launch;
  readonly origin: Origin | null;
  readonly before: readonly Outcome[];
  /** The id of the mail that tells what is left. */
  readonly mail: string;
  /** Whether a mail about the group stood for this launch's warning already: if it is warned again, SNS never took that. */
  readonly stoodFor: boolean;
};

/** Leaves out what this hour's mail about the group, or about the instance that launched, has told already. */
export const tellHourly = async (
  concerns: readonly Concern[],
  { launch, origin, before, mail, stoodFor }: Teller,
  groupMails: GroupMailTable,
  log: Log,
): Promise<Told> => {
  const { always, hourly } = toldHourly(concerns, launch, origin, before);
  const silent = new Set<Concern>();
  let group: GroupNews | null = null;
  let toldBy: Told['toldBy'] = null;
  for (const { key, isEnding, isFirst, concerns } of hourly) {
    const claim = await groupMails
      .claim(key, executionName(launch), mail, isFirst, new Date())
      // A mail too many is better than none.
      .catch((error: unknown): GroupMail => {
        log.warn('group mail not claimed', { launch, key, error });
        return { told: false, launches: 0, since: null };
      });
    const isWarnedInVain = stoodFor && concerns.some(({ decision }) => decision === 'warned');
    if (claim.told && !isWarnedInVain) {
      for (const concern of concerns) silent.add(concern);
      if (isEnding) toldBy = { launch: claim.by, mail: claim.mail };
    } else if (!claim.told && isEnding && origin) {
      group = { name: origin.id, launches: claim.launches, since: claim.since };
    }
  }
  const news = concerns.filter((concern) => always.includes(concern) || !silent.has(concern));
  return { news, group, toldBy };
};
