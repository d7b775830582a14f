import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { linesIn, type ReportBucket } from '../aws/report-bucket.ts';
import { mapConcurrently } from '../concurrency.ts';
import {
  type Audience,
  accessKey,
  audiencesOf,
  costsKey,
  pageKey,
  partKey,
  ReportedAccount,
  StoredWeeks,
  WEEKS_KEY,
  weeksOf,
  withWeek,
  workPrefix,
} from '../domain/report/bucket-layout.ts';
import { costsOfAccounts, NOT_CONFIGURED } from '../domain/report/costs.ts';
import { renderPage } from '../domain/report/page/render-page.ts';
import {
  AccessReview,
  CollectedRegion,
  Costs,
  failedIn,
  gapsIn,
  type IncompleteRegions,
  incompleteIn,
  type Report,
  ReportedResource,
} from '../domain/report/report.ts';
import { ownedIn, type Summary, summarize } from '../domain/report/summary.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { SendMails, WrittenPage } from './send-mails.ts';

export const ReportEnvironment = z.object({
  BUCKET_NAME: z.string(),
  OWNER_KEY: z.string(),
  TIME_ZONE: z.string(),
});
export type ReportEnvironment = z.infer<typeof ReportEnvironment>;

const ReportInput = z.object({
  /** The name of the execution. */
  run: z.string(),
  /** When it began, ISO 8601 UTC. */
  at: z.string(),
  accounts: z.array(ReportedAccount),
  places: z.array(z.object({ accountId: z.string(), region: z.string() })),
  /** Whether `access` is configured: then the state before has looked at who has access. */
  hasAccess: z.optional(z.boolean()),
});
type ReportInput = z.infer<typeof ReportInput>;

/** `YYYY-MM-DD`, in UTC. */
const dayOf = (at: string): string => at.slice(0, 10);

/** What became of a run. */
export type ReportResult = {
  readonly day: string;
  readonly bucket: string;
  readonly pages: readonly string[];
  readonly resources: number;
  readonly owned: number;
  readonly failedRegions: number;
  readonly partialRegions: number;
  /** What was not read completely, and why: the first of them. */
  readonly incomplete: readonly IncompleteRegions[];
};

/** A state's output holds 256 KB. Of more than these, the page has the others. */
const MAX_INCOMPLETE = 50;

export type ReportClients = {
  readonly bucket: ReportBucket;
  /** Where the files of a run are kept while its pages are made: they may be more than fits into memory. */
  readonly folder: string;
  /** Left out where a report is made on one machine: then nobody gets mails. */
  readonly sendMails?: SendMails;
  readonly log: Log;
  readonly metrics: Metrics;
};

/** One account and Region of a run: what is known of it, and its resources, which are read anew for each loop over them. */
type Part = { readonly region: CollectedRegion; readonly resources: Iterable<ReportedResource> };

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
const readParts = async (
  { run, places }: ReportInput,
  { bucket }: ReportClients,
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
const readCosts = async (run: string, { bucket }: ReportClients): Promise<Report['costs']> => {
  const text = await bucket.read(costsKey(run));
  if (text === null) return { missing: NO_COSTS };
  return z.parse(z.union([Costs, z.object({ missing: z.string() })]), JSON.parse(text));
};

const NO_ACCESS =
  'Who has access is not known: the function access-review gave no answer, and its log says why. The next report tries again.';

/** What `access-review` wrote, or why there is nothing; undefined where `access` is not configured. */
const readAccess = async (
  { run, hasAccess }: ReportInput,
  { bucket }: ReportClients,
): Promise<AccessReview | undefined> => {
  if (!hasAccess) return undefined;
  const text = await bucket.read(accessKey(run));
  return text === null ? { missing: NO_ACCESS } : z.parse(AccessReview, JSON.parse(text));
};

function* resourcesOf(parts: readonly Part[]): Generator<ReportedResource> {
  for (const { resources } of parts) yield* resources;
}

/** The same resources for each loop over them. */
const again = (parts: readonly Part[]): Iterable<ReportedResource> => ({
  [Symbol.iterator]: () => resourcesOf(parts),
});

/** The numbers of a day by account: of what needs an Owner, and has one; and of the Regions that are missing from these. */
const weekOf = (
  day: string,
  parts: readonly Part[],
  bySubAccount: Summary['bySubAccount'],
): StoredWeeks[number] => {
  const counted = new Map(bySubAccount.map(({ of, counts }) => [of, ownedIn(counts)]));
  const regions = Map.groupBy(
    parts.map(({ region }) => region),
    ({ accountId }) => accountId,
  );
  return {
    day,
    accounts: Object.fromEntries(
      [...regions].map(([accountId, theirs]) => [
        accountId,
        { resources: 0, owned: 0, ...counted.get(accountId), failed: failedIn(theirs) },
      ]),
    ),
  };
};

/** Why costs are missing may name accounts that program managers do not know. */
const NO_COSTS_HERE = 'There are no costs here: the page of the administrators says why.';

/** The costs for a page: all of them, or those of its accounts alone. */
const costsFor = (
  costs: Report['costs'],
  { programManagers, subAccounts }: Audience,
  ownerKey: string,
): Report['costs'] => {
  if (programManagers === null) return costs;
  return 'missing' in costs
    ? { missing: NO_COSTS_HERE }
    : costsOfAccounts(costs, new Set(subAccounts.map(({ accountId }) => accountId)), ownerKey);
};

const HTML = 'text/html; charset=utf-8';

/** Writes the page of each audience, and returns them. */
const writePages = async (
  { at, accounts }: ReportInput,
  parts: readonly Part[],
  made: {
    readonly costs: Report['costs'];
    readonly weeks: StoredWeeks;
    readonly access: AccessReview | undefined;
  },
  { OWNER_KEY, TIME_ZONE }: ReportEnvironment,
  { bucket }: ReportClients,
): Promise<WrittenPage[]> => {
  const pages: WrittenPage[] = [];
  for (const audience of audiencesOf(accounts)) {
    const ids = new Set(audience.subAccounts.map(({ accountId }) => accountId));
    const ours = parts.filter(({ region }) => ids.has(region.accountId));
    const report: Report = {
      madeAt: at,
      timeZone: TIME_ZONE,
      ownerKey: OWNER_KEY,
      subAccounts: audience.subAccounts.map(({ accountId, name }) => ({ accountId, name })),
      regions: ours.map(({ region }) => region),
      costs: costsFor(made.costs, audience, OWNER_KEY),
      weeks: weeksOf(made.weeks, audience),
      ...(audience.programManagers === null && made.access ? { access: made.access } : {}),
    };
    const key = pageKey(dayOf(at), audience);
    const resources = again(ours);
    await bucket.write(key, [...renderPage(report, resources)].join(''), HTML);
    pages.push({ audience, key, report, resources });
  }
  return pages;
};

/**
 * Writes the pages of a run: all accounts for the administrators, and for each set of program managers their own. A run that is
 * repeated writes the same pages again.
 */
export const createHandler =
  (environment: ReportEnvironment, clients: ReportClients) =>
  async (event: unknown): Promise<ReportResult> => {
    const input = z.parse(ReportInput, event);
    const { bucket, log, metrics } = clients;
    const day = dayOf(input.at);
    const folder = mkdtempSync(join(clients.folder, 'report-'));
    try {
      const parts = await readParts(input, clients, folder);
      const costs = await readCosts(input.run, clients);
      const access = await readAccess(input, clients);
      const { resources, counts, bySubAccount } = summarize(
        { costs, ownerKey: environment.OWNER_KEY },
        again(parts),
      );
      const before = z.parse(StoredWeeks, JSON.parse((await bucket.read(WEEKS_KEY)) ?? '[]'));
      const weeks = withWeek(before, weekOf(day, parts, bySubAccount));
      const pages = await writePages(input, parts, { costs, weeks, access }, environment, clients);
      await bucket.write(WEEKS_KEY, JSON.stringify(weeks), 'application/json');
      await clients.sendMails?.(pages, input.run);
      const regions = parts.map(({ region }) => region);
      const { failed, partial } = gapsIn(regions);
      const result = {
        day,
        bucket: environment.BUCKET_NAME,
        pages: pages.map(({ key }) => key),
        resources,
        owned: counts.owned,
        failedRegions: failed,
        partialRegions: partial,
        incomplete: incompleteIn(regions).slice(0, MAX_INCOMPLETE),
      };
      log.info('report-written', result);
      metrics.total('RegionsNotCollected', failed);
      metrics.total('CostsNotRead', 'missing' in costs && costs.missing !== NOT_CONFIGURED ? 1 : 0);
      return result;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
