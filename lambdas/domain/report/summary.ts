import { byAmount, sumOf } from './amount.ts';
import { DIFFERENCE } from './costs.ts';
import type { CostRow, Costs, Ownership, Report, ReportedResource, Week } from './report.ts';

/** Numbers of resources by whose they are. */
export type Counts = Readonly<Record<Ownership['is'], number>>;

/** An Owner that resources have. `departed`: no user of the gateway. Of invalid ones, only those that cost something are listed. */
export type OwnerCount = {
  readonly owner: string;
  readonly is: 'owned' | 'departed' | 'invalid';
  readonly resources: number;
  /** How many of them are stopped instances or volumes attached to nothing. */
  readonly idle: number;
};

/** Numbers of something named: a sub-account's id, a Region, a resource type. */
export type Tally = { readonly of: string; readonly counts: Counts };

/**
 * What a cost's Owner is. `other`: an Owner that no resource here has today. A resource with no Owner, or one under a key that is
 * spelled otherwise, costs without an Owner: `unowned`. `difference`: nobody's, but what Cost Explorer's groups lack.
 */
export type CostOf = 'owned' | 'departed' | 'invalid' | 'unowned' | 'other' | 'difference';

/** Decimal texts: the sum of all months, and the last month that is over. */
export type Amounts = { readonly total: string; readonly lastMonth: string };

export type CostSummary = {
  readonly currency: string;
  /** `YYYY-MM`: the last month that is over; null if none is. */
  readonly lastMonth: string | null;
  readonly sum: Amounts;
  readonly by: Readonly<Record<CostOf, Amounts>>;
  /** The greatest first; null is what has no Owner. */
  readonly byOwner: readonly (Amounts & { readonly owner: string | null; readonly is: CostOf })[];
  readonly bySubAccount: readonly (Amounts & { readonly accountId: string; readonly withoutOwner: string })[];
  /** In order of time. `difference`: what Cost Explorer's groups lack of its total; `0` almost always. */
  readonly byMonth: readonly {
    readonly month: string;
    readonly isOpen: boolean;
    readonly total: string;
    readonly withoutOwner: string;
    readonly difference: string;
  }[];
};

/** The numbers of a report. Its page, its mails and its chart of weeks all take them from here. */
export type Summary = {
  readonly resources: number;
  readonly counts: Counts;
  /** Resources that need an Owner: all but the accepted ones and those whose tags could not be read. */
  readonly needOwner: number;
  /** From 0 to 1; null if no resource needs an Owner. */
  readonly ownedShare: number | null;
  /** Those with most resources first. */
  readonly byOwner: readonly OwnerCount[];
  readonly bySubAccount: readonly Tally[];
  readonly byRegion: readonly Tally[];
  readonly byType: readonly Tally[];
  /** Null if there are no costs. */
  readonly cost: CostSummary | null;
};

type MutableCounts = Record<Ownership['is'], number>;

const noCounts = (): MutableCounts => ({
  owned: 0,
  departed: 0,
  invalid: 0,
  unowned: 0,
  accepted: 0,
  unread: 0,
});

const totalOf = (counts: Counts): number => Object.values(counts).reduce((sum, one) => sum + one, 0);

const needOwnerIn = (counts: Counts): number => totalOf(counts) - counts.accepted - counts.unread;

/** The share of owned resources: so many need an owner, and so many have one. */
export const ownedIn = (counts: Counts): Pick<Week, 'resources' | 'owned'> => ({
  resources: needOwnerIn(counts),
  owned: counts.owned,
});

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const tallies = (counted: ReadonlyMap<string, Counts>): Tally[] =>
  [...counted]
    .map(([of, counts]) => ({ of, counts }))
    .sort((a, b) => totalOf(b.counts) - totalOf(a.counts) || compareText(a.of, b.of));

const amountsOf = (rows: readonly CostRow[], lastMonth: string | null): Amounts => ({
  total: sumOf(rows.map(({ amount }) => amount)),
  lastMonth: sumOf(rows.filter(({ month }) => month === lastMonth).map(({ amount }) => amount)),
});

const withoutOwnerIn = (rows: readonly CostRow[]): string =>
  sumOf(rows.filter(({ owner }) => owner === null).map(({ amount }) => amount));

const summarizeCosts = (
  { currency, rows, totals }: Costs,
  kindOf: (owner: string | null) => CostOf,
): CostSummary => {
  const months = [...totals].sort((a, b) => compareText(a.month, b.month));
  const lastMonth = months.findLast(({ isOpen }) => !isOpen)?.month ?? null;
  const ofKind = (kind: CostOf): Amounts =>
    amountsOf(
      rows.filter(({ owner }) => kindOf(owner) === kind),
      lastMonth,
    );
  return {
    currency,
    lastMonth,
    sum: amountsOf(rows, lastMonth),
    by: {
      owned: ofKind('owned'),
      departed: ofKind('departed'),
      invalid: ofKind('invalid'),
      unowned: ofKind('unowned'),
      other: ofKind('other'),
      difference: ofKind('difference'),
    },
    byOwner: [...Map.groupBy(rows, ({ owner }) => owner)]
      .map(([owner, those]) => ({ owner, is: kindOf(owner), ...amountsOf(those, lastMonth) }))
      .sort((a, b) => byAmount(a.total, b.total)),
    bySubAccount: [
      ...Map.groupBy(
        rows.filter(({ owner }) => owner !== DIFFERENCE),
        ({ accountId }) => accountId,
      ),
    ]
      .map(([accountId, those]) => ({
        accountId,
        ...amountsOf(those, lastMonth),
        withoutOwner: withoutOwnerIn(those),
      }))
      .sort((a, b) => byAmount(a.total, b.total)),
    byMonth: months.map(({ month, isOpen, amount: total }) => {
      const those = rows.filter((row) => row.month === month);
      const lacking = those.filter(({ owner }) => owner === DIFFERENCE).map(({ amount }) => amount);
      return { month, isOpen, total, withoutOwner: withoutOwnerIn(those), difference: sumOf(lacking) };
    }),
  };
};

/** Counts resources one by one. It keeps numbers of each owner, sub-account, Region and type, but no resource. */
export class Summarizer {
  readonly #report: Pick<Report, 'costs' | 'ownerKey'>;
  readonly #counts = noCounts();
  readonly #owners = new Map<string, { is: OwnerCount['is']; resources: number; idle: number }>();
  readonly #bySubAccount = new Map<string, MutableCounts>();
  readonly #byRegion = new Map<string, MutableCounts>();
  readonly #byType = new Map<string, MutableCounts>();
  /** Owners that cost something: other invalid ones, which may be very many, are not kept. */
  readonly #costly: ReadonlySet<string | null>;

  constructor(report: Pick<Report, 'costs' | 'ownerKey'>) {
    this.#report = report;
    this.#costly = new Set('missing' in report.costs ? [] : report.costs.rows.map(({ owner }) => owner));
  }

  add({ accountId, region, resourceType, ownership, idle }: ReportedResource): void {
    const { is } = ownership;
    this.#counts[is] += 1;
    for (const [map, of] of [
      [this.#bySubAccount, accountId],
      [this.#byRegion, region],
      [this.#byType, resourceType],
    ] as const) {
      const counts = map.get(of) ?? noCounts();
      counts[is] += 1;
      map.set(of, counts);
    }
    if (ownership.is === 'owned' || ownership.is === 'departed') {
      this.#addOwner(ownership.owner, ownership.is, idle !== null);
    }
    if (
      ownership.is === 'invalid' &&
      ownership.key === this.#report.ownerKey &&
      this.#costly.has(ownership.value)
    ) {
      this.#addOwner(ownership.value, 'invalid', idle !== null);
    }
  }

  #addOwner(owner: string, is: OwnerCount['is'], isIdle: boolean): void {
    const known = this.#owners.get(owner) ?? { is, resources: 0, idle: 0 };
    known.resources += 1;
    if (isIdle) known.idle += 1;
    this.#owners.set(owner, known);
  }

  #kindOf(owner: string | null): CostOf {
    if (owner === null) return 'unowned';
    return owner === DIFFERENCE ? 'difference' : (this.#owners.get(owner)?.is ?? 'other');
  }

  summary(): Summary {
    const { costs } = this.#report;
    const counts = { ...this.#counts };
    const needOwner = needOwnerIn(counts);
    return {
      resources: totalOf(counts),
      counts,
      needOwner,
      ownedShare: needOwner === 0 ? null : counts.owned / needOwner,
      byOwner: [...this.#owners]
        .map(([owner, count]) => ({ owner, ...count }))
        .sort((a, b) => b.resources - a.resources || compareText(a.owner, b.owner)),
      bySubAccount: tallies(this.#bySubAccount),
      byRegion: tallies(this.#byRegion),
      byType: tallies(this.#byType),
      cost: 'missing' in costs ? null : summarizeCosts(costs, (owner) => this.#kindOf(owner)),
    };
  }
}

/** The numbers of a report and its resources. */
export const summarize = (
  report: Pick<Report, 'costs' | 'ownerKey'>,
  resources: Iterable<ReportedResource>,
): Summary => {
  const summarizer = new Summarizer(report);
  for (const resource of resources) summarizer.add(resource);
  return summarizer.summary();
};
