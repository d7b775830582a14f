import type { Access } from '../../infra/config/access.ts';
import { isExpired } from '../../lambdas/domain/compliance/exemption.ts';
import { matchesPattern } from '../../lambdas/domain/compliance/owner-rule.ts';
import { iso } from '../../lambdas/domain/instant.ts';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import type { RoleUse, SeenSession, UserPolicies } from '../aws/gateway.ts';
import { counted } from '../style.ts';
import { assumableBy, isAdministrator } from './assumable.ts';
import type { ReportedUser } from './credential-report.ts';
import { mfaSerial } from './people.ts';

/** Something that wants a decision: about whom or what, what is so, and what to do. */
export type Finding = {
  readonly kind:
    | 'no-mfa'
    | 'unused'
    | 'old-key'
    | 'root-key'
    | 'not-reported'
    | 'unused-role'
    | 'no-role'
    | 'not-assigned'
    | 'mfa-rule'
    | 'session-name'
    | 'assignment';
  readonly about: string;
  readonly what: string;
  readonly todo: string;
};

/** The gateway as it is. */
export type GatewayState = {
  readonly report: readonly ReportedUser[];
  readonly users: readonly UserPolicies[];
};

const DAY_MS = 24 * 3_600_000;
/** What was not used for so long is taken to be unused, and a key of that age to be old. */
export const MAX_DAYS = 90;

const daysSince = (time: Date, now: Date): number => Math.floor((now.getTime() - time.getTime()) / DAY_MS);

const latest = (times: readonly (Date | null)[]): Date | null =>
  times.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);

const day = (time: Date): string => iso(time).slice(0, 10);

/** A user whom nobody can sign in as needs no decision. */
const canSignIn = ({ hasPassword, keys }: ReportedUser): boolean => hasPassword || keys.length > 0;

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
              : 'ask them to set it up, or end their access: npm run offboard',
          } as const,
        ]),
    // Nobody should need the root user.
    ...(!isRoot && idle > MAX_DAYS
      ? [
          {
            kind: 'unused',
            about,
            what: `was not used ${since}`,
            todo: 'ask whether they still need it, or end it: npm run offboard',
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

const assignedTo = (userName: string, { assignments }: Access, now: Date): string[] =>
  assignments
    .filter((one) => one.userName === userName && !(one.until && isExpired(one.until, now)))
    .map(({ accountId, role }) => roleArn(accountId, role));

/** What policies of the gateway let people assume, and the configuration does not give them. */
const notAssigned = ({ users }: GatewayState, access: Access, now: Date): Finding[] =>
  users
    .filter(({ policies }) => !isAdministrator(policies))
    .flatMap(({ userName, policies }) => {
      const assigned = assignedTo(userName, access, now);
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
  access: Access,
  now: Date,
): Finding[] => [
  ...state.report.flatMap((user) => findingsOfUser(user, now)),
  ...notReported(state, state.reportMadeAt),
  ...notAssigned(state, access, now),
  ...state.roles.flatMap((role) => findingsOfRole(role, now)),
];

/** The gateway as it is before access is switched on. */
export type StateBefore = GatewayState & {
  /** TOTP devices in use, by user. */
  readonly totpDevices: ReadonlyMap<string, readonly string[]>;
  readonly sessions: readonly SeenSession[];
};

const SET_UP = 'sign in, and set up an authenticator app named exactly';

const shutOutByMfa = (user: ReportedUser, devices: readonly string[], gatewayId: string): Finding[] => {
  const { userName: about, hasPassword, hasMfa, keys } = user;
  const wanted = mfaSerial(gatewayId, about);
  const finding = (what: string, todo: string): Finding[] => [{ kind: 'mfa-rule', about, what, todo }];
  if (!hasPassword && !hasMfa) {
    return finding(
      'has an access key, no password and no MFA',
      'a program: give it a role where it runs. A person: npm run welcome -- NAME --make-password',
    );
  }
  if (!hasMfa) return finding('has no MFA', `${SET_UP} ${about}`);
  if (devices.includes(wanted) || keys.length === 0) return [];
  return finding(
    devices.length > 0
      ? `has an authenticator app of another name (${devices.join(', ')})`
      : 'has a passkey only',
    `for the command line: ${SET_UP} ${about}`,
  );
};

const shutOutByName = (userName: string, sessions: readonly SeenSession[]): Finding[] => {
  const [newest, ...others] = sessions
    .filter((session) => session.userName === userName && session.sessionName !== userName)
    .sort((a, b) => b.at.getTime() - a.at.getTime());
  if (!newest) return [];
  return [
    {
      kind: 'session-name',
      about: userName,
      what: `gave a session another name: ${newest.sessionName} on ${day(newest.at)}${others.length > 0 ? `, and ${counted(others.length, 'other')}` : ''}`,
      todo: `put in ~/.aws/config what this prints: npm run aws-config -- ${userName}`,
    },
  ];
};

const shutOutByAssignment = (
  { userName, policies }: UserPolicies,
  sessions: readonly SeenSession[],
  managed: readonly string[],
  assigned: readonly string[],
): Finding[] => {
  const patterns = assumableBy(userName, policies).map(({ pattern }) => pattern);
  return managed
    .filter((arn) => !assigned.includes(arn))
    .flatMap((arn): Finding[] => {
      const used = latest(
        sessions.filter((one) => one.userName === userName && one.roleArn === arn).map(({ at }) => at),
      );
      if (!used && !patterns.some((pattern) => matchesPattern(pattern, arn))) return [];
      return [
        {
          kind: 'assignment',
          about: userName,
          what: `${used ? `assumed ${arn} on ${day(used)}` : `may assume ${arn}`}, and the configuration does not give it to them`,
          todo: 'add it to access.people, unless it is to end',
        },
      ];
    });
};

/** Whom the MFA rule, the sessions' names and the assignments would shut out, with what each must do first. */
export const shutOut = (
  state: StateBefore,
  { access, gatewayId, accountIds }: { access: Access; gatewayId: string; accountIds: readonly string[] },
  now: Date,
): Finding[] => {
  const managed = accountIds.flatMap((id) => access.roles.map(({ name }) => roleArn(id, name)));
  const sessions = state.sessions.filter(({ roleArn: arn }) => managed.includes(arn));
  const reported = new Map(state.report.map((user) => [user.userName, user]));
  return state.users
    .filter(({ policies }) => !isAdministrator(policies))
    .flatMap((user) => {
      const { userName } = user;
      const assigned = assignedTo(userName, access, now);
      const byAssignment = shutOutByAssignment(user, sessions, managed, assigned);
      // Whoever has nothing to do with these roles loses nothing.
      const isConcerned = access.userNames.includes(userName) || byAssignment.length > 0;
      const known = reported.get(userName);
      return [
        ...(isConcerned && known && canSignIn(known)
          ? shutOutByMfa(known, state.totpDevices.get(userName) ?? [], gatewayId)
          : []),
        ...shutOutByName(userName, sessions),
        ...byAssignment,
      ];
    });
};
