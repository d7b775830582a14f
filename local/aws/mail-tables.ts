import * as z from 'zod';
import type { HourlyMailTable, SentMailTable } from '../../lambdas/aws/mail-tables.ts';
import { DAY_MS, HOUR_MS, iso } from '../../lambdas/domain/instant.ts';
import { Published } from '../../lambdas/domain/mail.ts';
import type { TableAccess } from './tables.ts';

/** Which mails were sent, in the embedded table. */
export const sentMailTable = (open: TableAccess): SentMailTable => {
  const partition = (id: string): string => `mail#${id}`;
  return {
    find: async (id) => {
      const pk = partition(id);
      return z.parse(z.nullable(Published), open('GetItem', pk).get(pk, 'mail') ?? null);
    },
    save: async (id, published) => {
      const pk = partition(id);
      open('PutItem', pk).put(pk, 'mail', published, Date.now() + DAY_MS);
    },
  };
};

/**
 * The last mail about a source: `mail`, which the launch `by` sent at `toldAt`. `launches` have come since and had no mail of
 * their own. `before` are those that `mail` counts, from `since` on: the time of the mail before it.
 */
const Hour = z.object({
  by: z.string(),
  mail: z.string(),
  toldAt: z.number(),
  launches: z.array(z.string()),
  before: z.array(z.string()),
  since: z.number().nullable(),
});
type Hour = z.infer<typeof Hour>;

/** Which launch's mail reported a source, in the embedded table. */
export const hourlyMailTable = (open: TableAccess): HourlyMailTable => ({
  claim: async (source, launch, mail, now) => {
    const pk = `source#${source}`;
    const at = now.getTime();
    const table = open('UpdateItem', pk);
    const save = (hour: Hour): Hour => {
      table.put(pk, 'hour', hour, hour.toldAt + DAY_MS);
      return hour;
    };
    const found = z.nullable(Hour).parse(table.get(pk, 'hour') ?? null);
    const isFree = found === null || found.toldAt <= at - HOUR_MS;
    const hour = isFree
      ? save({
          by: launch,
          mail,
          toldAt: at,
          launches: [],
          before: found?.launches ?? [],
          since: found?.toldAt ?? null,
        })
      : found;
    if (hour.by !== launch) {
      save({ ...hour, launches: [...new Set([...hour.launches, launch])] });
      return { isReported: true, by: hour.by, mail: hour.mail };
    }
    save({ ...hour, mail });
    const launches = hour.before.filter((one) => one !== launch).length;
    const since = hour.since === null ? null : iso(hour.since);
    return { isReported: false, launches, since, until: iso(hour.toldAt + HOUR_MS) };
  },
});
