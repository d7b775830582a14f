import * as z from 'zod/mini';
import { Finding } from '../access/findings.ts';
import { Tag } from '../instances.ts';
import { counted } from './page/markup.ts';

/**
 * Whose a resource is. `departed`: the Owner is valid, but no user of the gateway has that name. `accepted`: an exemption covers it.
 * `unread`: its tags could not be read, so nothing is said of its owner.
 */
export const Ownership = z.discriminatedUnion('is', [
  z.object({ is: z.literal('owned'), owner: z.string() }),
  z.object({ is: z.literal('departed'), owner: z.string() }),
  z.object({ is: z.literal('invalid'), key: z.string(), value: z.string() }),
  z.object({ is: z.literal('unowned') }),
  z.object({ is: z.literal('accepted'), reason: z.string(), until: z.string() }),
  z.object({ is: z.literal('unread'), reason: z.string() }),
]);
export type Ownership = z.infer<typeof Ownership>;

/** One resource of a report, as its account and Region showed it. Times are ISO 8601 UTC. */
export const ReportedResource = z.object({
  arn: z.string(),
  accountId: z.string(),
  /** `global` for what has no Region. */
  region: z.string(),
  /** In the words of the Resource Groups Tagging API, such as `ec2:volume`. */
  resourceType: z.string(),
  /** The tag Name; null if there is none. */
  name: z.nullable(z.string()),
  tags: z.array(Tag),
  ownership: Ownership,
  /** Since when an instance has been stopped, or that a volume is attached to nothing: what its owner may want to delete. */
  idle: z.nullable(
    z.discriminatedUnion('is', [
      z.object({ is: z.literal('stopped'), since: z.nullable(z.string()) }),
      z.object({ is: z.literal('unattached') }),
    ]),
  ),
});
export type ReportedResource = z.infer<typeof ReportedResource>;

/** What is known of one Region of an account. A Region that failed is never shown as empty. */
export const CollectedRegion = z.object({
  accountId: z.string(),
  region: z.string(),
  /** Set if the gateway's users are not known: then it is not known either whose owner has left. */
  usersUnknown: z.optional(z.literal(true)),
  collected: z.discriminatedUnion('is', [
    z.object({ is: z.literal('complete'), resources: z.number() }),
    /** What the sources leave out, in a sentence: for instance what was never tagged. */
    z.object({ is: z.literal('partial'), resources: z.number(), leavesOut: z.string() }),
    z.object({ is: z.literal('failed'), reason: z.string() }),
  ]),
});
export type CollectedRegion = z.infer<typeof CollectedRegion>;

/** What is missing from the numbers of a report. */
export type Gaps = {
  readonly failed: number;
  readonly partial: number;
  /** Then no number is known: a zero would be wrong. */
  readonly isNothingRead: boolean;
  /** Then nobody is known to have left, though somebody may. */
  readonly areUsersUnknown: boolean;
};

export const gapsIn = (regions: readonly CollectedRegion[]): Gaps => {
  const failed = regions.filter(({ collected }) => collected.is === 'failed').length;
  return {
    failed,
    partial: regions.filter(({ collected }) => collected.is === 'partial').length,
    isNothingRead: failed > 0 && failed === regions.length,
    areUsersUnknown: regions.some(({ usersUnknown }) => usersUnknown),
  };
};

/** The Regions of accounts that could not be read, for the chart of the weeks. */
export const failedIn = (regions: readonly CollectedRegion[]): string[] =>
  regions.flatMap(({ accountId, region, collected }) =>
    collected.is === 'failed' ? [`${accountId} ${region}`] : [],
  );

/** Regions of an account that were not read completely, all for one reason. */
export const IncompleteRegions = z.object({
  accountId: z.string(),
  regions: z.array(z.string()),
  read: z.enum(['failed', 'in part']),
  why: z.string(),
});
export type IncompleteRegions = z.infer<typeof IncompleteRegions>;

/** What was not read completely, and why. What failed comes first. */
export const incompleteIn = (all: readonly CollectedRegion[]): IncompleteRegions[] => {
  const found = all.flatMap(({ accountId, region, collected }) => {
    if (collected.is === 'complete') return [];
    const [read, why] =
      collected.is === 'failed'
        ? (['failed', collected.reason] as const)
        : (['in part', collected.leavesOut] as const);
    return [{ accountId, region, read, why }];
  });
  const groups = Map.groupBy(found, ({ accountId, read, why }) => JSON.stringify([read, accountId, why]));
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, those]) => {
      const [first] = those;
      if (!first) return [];
      const { accountId, read, why } = first;
      return [{ accountId, regions: those.map(({ region }) => region), read, why }];
    });
};

/** How many Regions were read in part, as page, mail and command say it. */
export const partialText = (partial: number): string =>
  `${counted(partial, 'Region was', 'Regions were')} read in part`;

/** One cost of Cost Explorer. `amount` is the decimal text of its answer, unrounded, in `Costs.currency`. */
export const CostRow = z.object({
  /** The value of the Owner tag; null for what has none. `DIFFERENCE` of costs.ts, without an account, for what the groups lack. */
  owner: z.nullable(z.string()),
  accountId: z.string(),
  /** `YYYY-MM` */
  month: z.string(),
  amount: z.string(),
});
export type CostRow = z.infer<typeof CostRow>;

/** Costs of twelve months. `rows` add up to `totals`, the answer to the same query without groups. */
export const Costs = z.object({
  currency: z.string(),
  rows: z.array(CostRow),
  totals: z.array(z.object({ month: z.string(), amount: z.string(), isOpen: z.boolean() })),
  /** The same by account: what the rows of one sub-account add up to. */
  accountTotals: z.optional(
    z.array(z.object({ accountId: z.string(), month: z.string(), amount: z.string() })),
  ),
  /** What the rows without an Owner consist of: by service, and by record type such as Credit or Tax. */
  withoutOwner: z.array(
    z.object({
      accountId: z.optional(z.string()),
      month: z.string(),
      service: z.string(),
      recordType: z.string(),
      amount: z.string(),
    }),
  ),
  /** Sentences about where an invoice differs: credits, tax, an open month. */
  notes: z.array(z.string()),
});
export type Costs = z.infer<typeof Costs>;

/** The numbers of one earlier report, for the chart of the weeks. */
export const Week = z.object({
  /** `YYYY-MM-DD` */
  day: z.string(),
  resources: z.number(),
  owned: z.number(),
  /** Accounts' Regions that could not be read: what is there is missing from the numbers, so other weeks may not compare. */
  failed: z._default(z.array(z.string()), []),
});
export type Week = z.infer<typeof Week>;

/** Who has access: what wants a decision, and what could not be looked at; or why nothing is known. */
export const AccessReview = z.union([
  z.object({ findings: z.array(Finding), unread: z.array(z.string()) }),
  z.object({ missing: z.string() }),
]);
export type AccessReview = z.infer<typeof AccessReview>;

/** All that a page shows but its resources, which may be very many and are passed beside it. */
export type Report = {
  /** ISO 8601 UTC */
  readonly madeAt: string;
  readonly timeZone: string;
  readonly ownerKey: string;
  /** Whose page it is: all sub-accounts, or those of a program manager. */
  readonly subAccounts: readonly { readonly accountId: string; readonly name: string }[];
  readonly regions: readonly CollectedRegion[];
  /** `missing`: why there are no costs, and how to get them, in sentences. */
  readonly costs: Costs | { readonly missing: string };
  readonly weeks: readonly Week[];
  /** On the administrators' page alone, where `access` is configured. */
  readonly access?: AccessReview;
};
