import { DEFAULT_REGIONS } from '../../../infra/regions.ts';
import { GLOBAL } from '../../../lambdas/domain/report/arn.ts';
import { costsIn } from '../../../lambdas/domain/report/costs.ts';
import type { Described, Listed, Place } from '../../../lambdas/domain/report/merge.ts';
import type { AccessReview, Costs, Report } from '../../../lambdas/domain/report/report.ts';
import { PANGENOMICS as LAB, TREEHOUSE } from '../../../local/sample/configuration.ts';

/** A sub-account in which little or nothing can be read. */
export const BROWSER = '310987654321';

/** What AWS lists and describes in an account and Region. */
export type Shown = {
  readonly isIndexed?: boolean;
  readonly listed?: readonly Listed[];
  readonly described?: readonly (Pick<Described, 'type' | 'id'> & Partial<Described>)[];
  /** The tags of what is described, by id. */
  readonly tags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly isIamRefused?: boolean;
};

const RUNNING = Array.from({ length: 41 }, (_, index) => `i-0a${10 + index}`);
const MKIM = { Owner: 'mkim@ucsc.edu' };

const BUCKETS = ['data', 'logs', 'results'].map((name) => ({ arn: `arn:aws:s3:::${name}`, tags: [] }));

/** What there is, by account and Region. What is missing here cannot be read. */
export const SHOWN: Readonly<Record<string, Shown>> = {
  [`${LAB} us-west-2`]: {
    isIndexed: false,
    listed: BUCKETS,
    described: [
      ...[...RUNNING, 'i-0d1'].map((id) => ({ type: 'instance', id })),
      { type: 'instance', id: 'i-0b1', idle: { is: 'stopped', since: '2026-08-14T09:00:00Z' } },
      { type: 'volume', id: 'vol-0c1', idle: { is: 'unattached' } },
      ...['vol-0c2', 'vol-0c3'].map((id) => ({ type: 'volume', id })),
    ],
    tags: {
      ...Object.fromEntries([...RUNNING, 'i-0b1', 'vol-0c1'].map((id) => [id, MKIM])),
      'vol-0c2': { Owner: 'jdoe@ucsc.edu' },
      'vol-0c3': { Owner: 'lab' },
      'i-0d1': { Purpose: 'license-server' },
    },
  },
  [`${LAB} ${GLOBAL}`]: {
    listed: [{ arn: `arn:aws:iam::${LAB}:role/analysis`, tags: [] }],
    isIamRefused: true,
  },
  [`${TREEHOUSE} us-west-2`]: { described: [{ type: 'instance', id: 'i-0e1' }] },
  [`${BROWSER} eu-west-1`]: { isIndexed: false },
  [`${BROWSER} eu-west-2`]: { isIndexed: false },
};

const group = (key: string, accountId: string, amount: string) => ({
  month: '2026-10',
  keys: [key, accountId],
  amount,
});

const COSTS: Costs = costsIn(
  {
    currency: 'USD',
    totals: [
      { month: '2026-10', amount: '9042.1934561205', isOpen: false },
      { month: '2026-11', amount: '310.02', isOpen: true },
    ],
    accounts: [
      { month: '2026-10', keys: [LAB], amount: '8012.1934561205' },
      { month: '2026-10', keys: [TREEHOUSE], amount: '1030' },
      { month: '2026-11', keys: [LAB], amount: '310.02' },
    ],
    owners: [
      group('Owner$mkim@ucsc.edu', LAB, '6100.55'),
      group('Owner$jdoe@ucsc.edu', LAB, '201.1034561205'),
      group('Owner$left@ucsc.edu', LAB, '10.54'),
      group('Owner$lab', LAB, '700'),
      group('Owner$', LAB, '1000'),
      group('Owner$', TREEHOUSE, '1030'),
      { month: '2026-11', keys: ['Owner$mkim@ucsc.edu', LAB], amount: '310.02' },
    ],
    usage: [group(LAB, 'Amazon Simple Storage Service', '1000')],
    others: [],
  },
  'Owner',
);

const ACCESS: AccessReview = {
  findings: [{ kind: 'no-mfa', about: 'bob@ucsc.edu', what: 'has a password, and no MFA', todo: 'ask them' }],
  unread: [],
};

/** One run of the report, and the titles of its mails in their order; null for one that shows nothing new. */
export type Run = {
  readonly places: readonly Place[];
  readonly costs: Report['costs'];
  readonly access?: AccessReview;
  /** The gateway's users; none if they are not known. */
  readonly users: readonly string[];
  readonly reportLinks: 'sign-in' | 'presigned';
  readonly mails: readonly (string | null)[];
};

const at = (accountId: string, ...regions: readonly string[]): Place[] =>
  regions.map((region) => ({ accountId, region }));

const NO_COSTS = { missing: 'There are no costs, because billing is not configured.' };

export const RUNS: readonly Run[] = [
  {
    places: [...at(LAB, 'us-west-2', GLOBAL), ...at(TREEHOUSE, 'us-west-2', 'us-east-1')],
    costs: COSTS,
    access: ACCESS,
    users: ['mkim@ucsc.edu', 'bob@ucsc.edu'],
    reportLinks: 'sign-in',
    mails: [
      'Report: to administrators',
      null,
      "Report: to a sub-account's program managers",
      'Report: to an owner, once a month (ownerMail)',
    ],
  },
  {
    places: at(BROWSER, ...DEFAULT_REGIONS.filter((region) => !region.startsWith('eu-')).slice(0, 12)),
    costs: NO_COSTS,
    users: ['mkim@ucsc.edu'],
    reportLinks: 'presigned',
    mails: [
      null,
      'Report: of Regions that could not be read, without costs, with a link that needs no sign-in',
    ],
  },
  {
    places: at(BROWSER, 'us-east-1', 'eu-west-1', 'eu-west-2'),
    costs: NO_COSTS,
    users: [],
    reportLinks: 'sign-in',
    mails: [null, 'Report: of a sub-account with nothing that needs an owner, as far as it could be read'],
  },
];
