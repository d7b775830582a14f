import * as z from 'zod/mini';
import type { ReadCosts } from '../aws/cost-explorer.ts';
import type { ReportBucket } from '../aws/report-bucket.ts';
import { RoleNotAssumable } from '../domain/errors.ts';
import { costsKey } from '../domain/report/bucket-layout.ts';
import { costsIn, NOT_CONFIGURED, twelveMonths } from '../domain/report/costs.ts';
import { focusCsv } from '../domain/report/focus-csv.ts';
import type { Report } from '../domain/report/report.ts';
import { printable } from '../domain/text.ts';
import { json } from '../environment.ts';
import type { Log } from '../log.ts';

/** Where costs come from: as the configuration's `billing`. */
export const Billing = z.nullable(
  z.object({ accountId: z.optional(z.string()), view: z.optional(z.string()) }),
);
export type Billing = z.infer<typeof Billing>;

/** The environment of `costs`. */
export const CostsEnvironment = z.object({
  BILLING: json(Billing),
  OWNER_TAG_KEY: z.string(),
  /** The names of the sub-accounts, by id. */
  SUB_ACCOUNTS: json(z.record(z.string(), z.string())),
  /** The role in the payer account that may read costs. */
  COSTS_ROLE_NAME: z.string(),
  BUCKET_NAME: z.string(),
});
export type CostsEnvironment = z.infer<typeof CostsEnvironment>;

export type CostsClients = {
  /** Null if `billing` is not configured. */
  readonly readCosts: ReadCosts | null;
  readonly write: ReportBucket['write'];
  readonly log: Log;
};

/** The costs for a spreadsheet, or for programs that read FOCUS. */
const costsCsvKey = (now: Date): string => `costs/${now.toISOString().slice(0, 10)}.csv`;

/** What the state machine passes: the run of the report. */
const CostsInput = z.object({ run: z.string() });

/** Errors that only a person can end: no permission, Cost Explorer never switched on, a billing view that is not there. */
const FOR_A_PERSON: readonly string[] = [
  'AccessDeniedException',
  'DataUnavailableException',
  'ResourceNotFoundException',
  'BillingViewHealthStatusException',
  'CurrenciesDiffer',
];

/**
 * Reads the costs of twelve months and writes them into the report's bucket, or why there are none. An error that may pass is thrown:
 * the state machine tries again.
 */
export const createHandler =
  (environment: CostsEnvironment, { readCosts, write, log }: CostsClients) =>
  async (event: unknown): Promise<{ costs: 'read' | 'missing' }> => {
    const { run } = z.parse(CostsInput, event);
    const found = readCosts === null ? { missing: NOT_CONFIGURED } : await read(readCosts, environment);
    await write(costsKey(run), JSON.stringify(found), 'application/json');
    if ('missing' in found) {
      log.warn('costs-missing', { missing: found.missing });
      return { costs: 'missing' };
    }
    const { OWNER_TAG_KEY: ownerKey, SUB_ACCOUNTS, BILLING } = environment;
    const names = new Map(Object.entries(SUB_ACCOUNTS));
    const csv = focusCsv(found, { ownerKey, names, payerAccountId: BILLING?.accountId ?? null });
    await write(costsCsvKey(new Date()), [...csv].join(''), 'text/csv; charset=utf-8');
    log.info('costs-read', { rows: found.rows.length });
    return { costs: 'read' };
  };

const read = async (
  readCosts: ReadCosts,
  { OWNER_TAG_KEY, SUB_ACCOUNTS }: CostsEnvironment,
): Promise<Report['costs']> => {
  const query = {
    accountIds: Object.keys(SUB_ACCOUNTS),
    ownerKey: OWNER_TAG_KEY,
    months: twelveMonths(new Date()),
  };
  try {
    return costsIn(await readCosts(query), OWNER_TAG_KEY);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isForAPerson = error instanceof RoleNotAssumable || FOR_A_PERSON.includes(error.name);
    if (!isForAPerson) throw error;
    return {
      missing: `There are no costs, because Cost Explorer could not be read: ${printable(error.message)} What that needs: docs/configuration.md, "Costs".`,
    };
  }
};
