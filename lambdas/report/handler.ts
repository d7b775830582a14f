import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { ReportBucket } from '../aws/report-bucket.ts';
import {
  type Audience,
  audiencesOf,
  pageKey,
  ReportedAccount,
  StoredWeeks,
  WEEKS_KEY,
  weeksOf,
  withWeek,
} from '../domain/report/bucket-layout.ts';
import { costsOfAccounts, NOT_CONFIGURED } from '../domain/report/costs.ts';
import { renderPage } from '../domain/report/page/render-page.ts';
import {
  type AccessReview,
  failedIn,
  gapsIn,
  type IncompleteRegions,
  incompleteIn,
  type Report,
} from '../domain/report/report.ts';
import { ownedIn, type Summary, summarize } from '../domain/report/summary.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { type Part, readAccess, readCosts, readParts, resourcesIn } from './read-run.ts';
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
    const resources = resourcesIn(ours);
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
      const parts = await readParts(input.run, input.places, bucket, folder);
      const costs = await readCosts(input.run, bucket);
      const access = input.hasAccess ? await readAccess(input.run, bucket) : undefined;
      const { resources, counts, bySubAccount } = summarize(
        { costs, ownerKey: environment.OWNER_KEY },
        resourcesIn(parts),
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
