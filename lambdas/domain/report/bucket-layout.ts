import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Place } from './merge.ts';
import { Week } from './report.ts';

/** What a run keeps while it lasts. Objects under it expire after some days. */
export const workPrefix = (run: string): string => `work/${run}/`;

/** What `collect` writes of one account and Region: a line about the Region, then one for each resource. */
export const partKey = (run: string, { accountId, region }: Place): string =>
  `${workPrefix(run)}${accountId}/${region}.ndjson.gz`;

/** What `costs` writes. */
export const costsKey = (run: string): string => `${workPrefix(run)}costs.json`;

/** What `access-review` writes. */
export const accessKey = (run: string): string => `${workPrefix(run)}access.json`;

/** The numbers of all earlier reports. */
export const WEEKS_KEY = 'weeks.json';

/** A sub-account, and who may read its page. */
export const ReportedAccount = z.object({
  accountId: z.string(),
  name: z.string(),
  programManagers: z.array(z.string()),
});
export type ReportedAccount = z.infer<typeof ReportedAccount>;

/** A page, and whose it is. Null: the administrators', with every account. */
export type Audience = {
  readonly programManagers: readonly string[] | null;
  readonly subAccounts: readonly ReportedAccount[];
  /** The end of the page's key. */
  readonly name: string;
};

/** More accounts than this are named by a hash: a key of S3 has 1,024 bytes at most. */
const MAX_IN_NAME = 5;

const nameOf = (accounts: readonly ReportedAccount[]): string => {
  const ids = accounts.map(({ accountId }) => accountId).sort();
  if (ids.length <= MAX_IN_NAME) return ids.join('-');
  return createHash('sha256').update(ids.join(' ')).digest('hex').slice(0, 32);
};

/**
 * Who gets which page: the administrators one of all accounts, and each set of program managers one of the accounts that have just
 * this set. So nobody's page shows an account of which they are no program manager.
 */
export const audiencesOf = (accounts: readonly ReportedAccount[]): Audience[] => {
  const managed = accounts.filter(({ programManagers }) => programManagers.length > 0);
  const setOf = ({ programManagers }: ReportedAccount): string =>
    [...new Set(programManagers.map((address) => address.toLowerCase()))].sort().join(' ');
  return [
    { programManagers: null, subAccounts: accounts, name: 'all' },
    ...[...Map.groupBy(managed, setOf).entries()].map(([set, subAccounts]) => ({
      programManagers: set.split(' '),
      subAccounts,
      name: nameOf(subAccounts),
    })),
  ];
};

/** @param day `YYYY-MM-DD` */
export const pageKey = (day: string, { name }: Pick<Audience, 'name'>): string => `pages/${day}/${name}.html`;

/** The numbers of each account at a day, as weeks.json keeps them. A page adds up those of its accounts. */
export const StoredWeeks = z.array(
  z.object({
    day: z.string(),
    accounts: z.record(z.string(), z.omit(Week, { day: true })),
  }),
);
export type StoredWeeks = z.infer<typeof StoredWeeks>;

/** Two years. */
const MAX_WEEKS = 105;

/** The weeks with those of a new report; a second report of a day replaces the first. */
export const withWeek = (weeks: StoredWeeks, week: StoredWeeks[number]): StoredWeeks =>
  [...weeks.filter(({ day }) => day !== week.day), week]
    .sort((a, b) => (a.day < b.day ? -1 : 1))
    .slice(-MAX_WEEKS);

/** The weeks of some accounts, for their chart. */
export const weeksOf = (weeks: StoredWeeks, { subAccounts }: Pick<Audience, 'subAccounts'>): Week[] =>
  weeks.map(({ day, accounts }) => {
    const ours = subAccounts.flatMap(({ accountId }) => accounts[accountId] ?? []);
    return {
      day,
      resources: ours.reduce((sum, { resources }) => sum + resources, 0),
      owned: ours.reduce((sum, { owned }) => sum + owned, 0),
      failed: ours.flatMap(({ failed }) => failed),
    };
  });

/**
 * Where a mail's reader finds a page. `object` is its place in the console, for which one signs in; `switchRole` leads to the role
 * that may read it, null for administrators, who have one of their own. `url` needs no sign-in and works until `until`.
 */
export type PageLink =
  | { readonly is: 'sign-in'; readonly object: string; readonly switchRole: string | null }
  | { readonly is: 'presigned'; readonly object: string; readonly url: string; readonly until: string };

/** An object of a bucket. */
export type PageObject = { readonly bucket: string; readonly key: string; readonly region: string };

/** The page of the console about an object. */
export const objectLink = ({ bucket, key, region }: PageObject): string =>
  `https://${region}.console.aws.amazon.com/s3/object/${bucket}?region=${region}&prefix=${encodeURIComponent(key)}`;

/**
 * The link with which somebody who is signed in to the gateway switches to a role of the hub.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html
 */
export const switchRoleLink = (accountId: string, roleName: string): string =>
  `https://signin.aws.amazon.com/switchrole?account=${accountId}&roleName=${roleName}&displayName=report`;

/**
 * The role of the hub that the program managers of these sub-accounts switch to, to read their pages. All of the accounts have the
 * same program managers, so the first one names it: a role's name has 64 characters at most.
 */
export const readerRoleName = ([first]: readonly { readonly accountId: string }[]): string =>
  `tag-enforcement-pages-${first?.accountId ?? ''}`;
