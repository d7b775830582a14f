import * as z from 'zod/mini';
import { isExpired } from '../compliance/exemption.ts';
import { DAY_MS, iso } from '../instant.ts';
import { roleArn } from '../role-arn.ts';
import { assumableBy, isAdministrator } from './assumable.ts';
import type { ReportedUser } from './credential-report.ts';

/** Something that wants a decision: about whom or what, what is so, and what to do. */
export const Finding = z.object({
  kind: z.enum([
    'no-mfa',
    'unused',
    'old-key',
    'root-key',
    'not-reported',
    'unused-role',
    'no-role',
    'not-assigned',
  ]),
  about: z.string(),
  what: z.string(),
  todo: z.string(),
});
export type Finding = z.infer<typeof Finding>;

/** A user with the policies that hold for them: their own, attached ones, and those of their groups. */
export type UserPolicies = {
  readonly userName: string;
  readonly createdAt: Date;
  readonly policies: readonly unknown[];
};

/** A role's use; null if the account has no such role. */
export type RoleUse = { readonly createdAt: Date; readonly usedAt: Date | null } | null;

/** What the configuration gives people. */
export type Assigned = {
  readonly userName: string;
  readonly accountId: string;
  readonly role: string;
  /** Its last day, in UTC. */
  readonly until?: string | undefined;
};

/** The gateway as it is. */
export type GatewayState = {
  readonly report: readonly ReportedUser[];
  readonly users: readonly UserPolicies[];
};

/** What was not used for so long is taken to be unused, and a key of that age to be old. */
export const MAX_DAYS = 90;

/** What the findings of a kind have in common. */
export const TITLES: Readonly<Record<Finding['kind'], string>> = {
  'no-mfa': 'Without MFA',
  unused: `Not used for ${MAX_DAYS} days`,
  'old-key': `Keys older than ${MAX_DAYS} days`,
  'root-key': 'Keys of the root user',
  'not-reported': 'Not in the credential report',
  'unused-role': `Roles that nobody assumed for ${MAX_DAYS} days`,
  'no-role': 'Roles that do not exist',
  'not-assigned': 'Allowed in AWS, and not in the configuration',
};

const daysSince = (time: Date, now: Date): number => Math.floor((now.getTime() - time.getTime()) / DAY_MS);

/** The latest of some times, if there is one. */
export const latest = (times: readonly (Date | null)[]): Date | null =>
  times.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);

/** `YYYY-MM-DD`, in UTC. */
export const day = (time: Date): string => iso(time).slice(0, 10);

/** A user whom nobody can sign in as needs no decision. */
export const canSignIn = ({ hasPassword, keys }: ReportedUser): boolean => hasPassword || keys.length > 0;

const findingsOfUser = (user: ReportedUser, now: Date): Finding[] => {
  const { userName: about, isRoot, hasPassword, hasMfa, keys, createdAt, passwordUsedAt } = user;
  if (!canSignIn(user)) return [];
  const by = [...(hasPassword ? ['a password'] : []), ...(keys.length > 0 ? ['an access key'] : [])];
  const usedAt = latest([passwordUsedAt, ...keys.map((key) => key.usedAt)]);
  const idle = daysSince(latest([usedAt, createdAt]) ?? now, now);
  const since = usedAt ? `since ${day(usedAt)}` : 'ever';
  return [
    ...(hasMfa
      ? []
      : [
          {
            kind: 'no-mfa',
            about,
            what: `has ${by.join(' and ')}, and no MFA`,
            todo: isRoot
              ? 'set up MFA for the root user'
              : 'ask them to set it up, or end their access: npm run offboard -- NAME',
          } as const,
        ]),
    // Nobody should need the root user.
    ...(!isRoot && idle > MAX_DAYS
      ? [
          {
            kind: 'unused',
            about,
            what: `was not used ${since}`,
            todo: 'ask whether they still need it, or end it: npm run offboard -- NAME',
          } as const,
        ]
      : []),
    ...keys.flatMap(({ number, changedAt }): Finding[] => {
      const key = `access key ${number}`;
      if (isRoot) {
        return [
          { kind: 'root-key', about, what: `has ${key}`, todo: 'delete it: nothing should act as root' },
        ];
      }
      if (!changedAt || daysSince(changedAt, now) <= MAX_DAYS) return [];
      const what = `${key} is of ${day(changedAt)}`;
      return [{ kind: 'old-key', about, what, todo: 'make a new one, and then disable and delete this one' }];
    }),
  ];
};

/** Users who are not in the report, although they were there when it was made: it is not whole. */
const notReported = ({ report, users }: GatewayState, madeAt: Date): Finding[] => {
  const names = new Set(report.map(({ userName }) => userName));
  return users
    .filter(({ userName, createdAt }) => createdAt < madeAt && !names.has(userName))
    .map(({ userName }) => ({
      kind: 'not-reported',
      about: userName,
      what: 'is missing in the credential report',
      todo: 'look at this user in the console; the report is not whole, or their name has changed',
    }));
};

/** The roles that the configuration gives a user today. */
export const assignedTo = (userName: string, assignments: readonly Assigned[], now: Date): string[] =>
  assignments
    .filter((one) => one.userName === userName && !(one.until && isExpired(one.until, now)))
    .map(({ accountId, role }) => roleArn(accountId, role));

/** What policies of the gateway let people assume, and the configuration does not give them. */
const notAssigned = ({ users }: GatewayState, assignments: readonly Assigned[], now: Date): Finding[] =>
  users
    .filter(({ policies }) => !isAdministrator(policies))
    .flatMap(({ userName, policies }) => {
      const assigned = assignedTo(userName, assignments, now);
      return assumableBy(userName, policies)
        .filter(
          ({ pattern, until }) =>
            !assigned.includes(pattern) && !(until && Date.parse(until) <= now.getTime()),
        )
        .map(
          ({ pattern }): Finding => ({
            kind: 'not-assigned',
            about: userName,
            what: `may assume ${pattern}, which the configuration does not give them`,
            todo: 'take it out of the policies of the gateway, or add it to access.people',
          }),
        );
    });

/** A role of a sub-account as it was found; `use` is undefined where it was not read. */
export type FoundRole = {
  readonly subAccount: string;
  readonly role: string;
  readonly use: RoleUse | undefined;
};

const findingsOfRole = ({ subAccount, role, use }: FoundRole, now: Date): Finding[] => {
  const about = `${role} in ${subAccount}`;
  if (use === undefined) return [];
  if (use === null) return [{ kind: 'no-role', about, what: 'does not exist', todo: 'npx cdk deploy --all' }];
  if (daysSince(latest([use.usedAt, use.createdAt]) ?? now, now) <= MAX_DAYS) return [];
  const what = use.usedAt ? `nobody assumed it since ${day(use.usedAt)}` : 'nobody ever assumed it';
  return [{ kind: 'unused-role', about, what, todo: 'ask whether its people still need it' }];
};

/** All that wants a decision, about who has access as it is. */
export const review = (
  state: GatewayState & { readonly reportMadeAt: Date; readonly roles: readonly FoundRole[] },
  assignments: readonly Assigned[],
  now: Date,
): Finding[] => [
  ...state.report.flatMap((user) => findingsOfUser(user, now)),
  ...notReported(state, state.reportMadeAt),
  ...notAssigned(state, assignments, now),
  ...state.roles.flatMap((role) => findingsOfRole(role, now)),
];
