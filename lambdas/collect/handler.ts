import * as z from 'zod/mini';
import type { ReportBucket } from '../aws/report-bucket.ts';
import type { UserTable } from '../aws/user-table.ts';
import { Exemption } from '../domain/compliance/exemption.ts';
import { OwnerTag } from '../domain/compliance/owner-rule.ts';
import { partKey } from '../domain/report/bucket-layout.ts';
import { usersOf } from '../domain/report/judge.ts';
import type { Place } from '../domain/report/merge.ts';
import { json } from '../environment.ts';
import type { Log } from '../log.ts';
import { collectRegion, linesOf, type Readers } from './collect-region.ts';

export const CollectEnvironment = z.object({
  OWNER_TAG: json(OwnerTag),
  /** The exemptions of the configuration. */
  EXEMPTIONS: json(z.array(Exemption)),
  /** The role in each account that reads its resources. */
  REPORT_ROLE_NAME: z.string(),
  BUCKET_NAME: z.string(),
  TABLE_NAME: z.string(),
});
export type CollectEnvironment = z.infer<typeof CollectEnvironment>;

/** One item of the map. `run` is the name of the execution. */
const CollectInput = z.object({ run: z.string(), accountId: z.string(), region: z.string() });

export type CollectClients = {
  readonly readersOf: (place: Place) => Promise<Readers>;
  readonly bucket: Pick<ReportBucket, 'writeCompressed'>;
  readonly users: Pick<UserTable, 'all'>;
  readonly log: Log;
};

/** The names of the gateway's users; null if they cannot be read. */
const readUsers = async ({ users, log }: CollectClients): Promise<ReadonlySet<string> | null> => {
  try {
    return usersOf((await users.all()).map(({ userName }) => userName));
  } catch (error) {
    log.warn('owners-not-compared', { error });
    return null;
  }
};

/**
 * Collects one account and Region into a file of the bucket. A Region that cannot be read gets a file too, which says why. Its
 * answer is small: the answers of all items together must fit into a state of Step Functions.
 */
export const createHandler =
  ({ OWNER_TAG, EXEMPTIONS }: CollectEnvironment, clients: CollectClients) =>
  async (event: unknown): Promise<{ readonly is: string }> => {
    const { run, ...place } = z.parse(CollectInput, event);
    const rule = { ownerTag: OWNER_TAG, exemptions: EXEMPTIONS, users: await readUsers(clients) };
    const collection = await collectRegion(place, clients.readersOf, rule, new Date());
    await clients.bucket.writeCompressed(partKey(run, place), linesOf(collection));
    const { collected } = collection.region;
    if (collected.is === 'failed') clients.log.warn('region-not-collected', collection.region);
    else clients.log.info('region-collected', collection.region);
    return { is: collected.is };
  };
