import { join } from 'node:path';
import * as z from 'zod/mini';
import { linesIn, type ReportBucket } from '../aws/report-bucket.ts';
import { mapConcurrently } from '../concurrency.ts';
import { accessKey, costsKey, partKey, workPrefix } from '../domain/report/bucket-layout.ts';
import {
  AccessReview,
  CollectedRegion,
  Costs,
  type Report,
  ReportedResource,
} from '../domain/report/report.ts';

type Place = { readonly accountId: string; readonly region: string };

/** One account and Region of a run: what is known of it, and its resources, which are read anew for each loop over them. */
export type Part = { readonly region: CollectedRegion; readonly resources: Iterable<ReportedResource> };

/** Downloads at once. */
const CONCURRENCY = 20;

const NO_ANSWER = 'The function collect gave no answer for it: its log says why.';

/** Reads a file that `collect` wrote. */
const partIn = (file: string): Part => {
  const [first = ''] = linesIn(file);
  return {
    region: z.parse(CollectedRegion, JSON.parse(first)),
    resources: {
      *[Symbol.iterator]() {
        let isRegion = true;
        for (const line of linesIn(file)) {
          if (!isRegion) yield z.parse(ReportedResource, JSON.parse(line));
          isRegion = false;
        }
      },
    },
  };
};

/** The parts of a run, one for each place. A place without a file failed: it is never shown as empty. */
export const readParts = async (
  run: string,
  places: readonly Place[],
  bucket: ReportBucket,
  folder: string,
): Promise<Part[]> => {
  const written = new Set(await bucket.keys(workPrefix(run)));
  return mapConcurrently(CONCURRENCY, places, async (place) => {
    const key = partKey(run, place);
    if (!written.has(key))
      return { region: { ...place, collected: { is: 'failed', reason: NO_ANSWER } }, resources: [] };
    const file = join(folder, `${place.accountId}-${place.region}`);
    await bucket.download(key, file);
    return partIn(file);
  });
};

const NO_COSTS = 'There are no costs, because Cost Explorer did not answer. The next report tries again.';

/** The costs that `costs` wrote, or why there are none. */
export const readCosts = async (run: string, bucket: ReportBucket): Promise<Report['costs']> => {
  const text = await bucket.read(costsKey(run));
  if (text === null) return { missing: NO_COSTS };
  return z.parse(z.union([Costs, z.object({ missing: z.string() })]), JSON.parse(text));
};

const NO_ACCESS =
  'Who has access is not known: the function access-review gave no answer, and its log says why. The next report tries again.';

/** What `access-review` wrote, or why there is nothing. */
export const readAccess = async (run: string, bucket: ReportBucket): Promise<AccessReview> => {
  const text = await bucket.read(accessKey(run));
  return text === null ? { missing: NO_ACCESS } : z.parse(AccessReview, JSON.parse(text));
};

/** The resources of some parts, the same for each loop over them. */
export const resourcesIn = (parts: readonly Part[]): Iterable<ReportedResource> => ({
  *[Symbol.iterator]() {
    for (const { resources } of parts) yield* resources;
  },
});
