import type { Access } from '../../infra/config/access.ts';
import { assumableBy, isAdministrator } from '../../lambdas/domain/access/assumable.ts';
import type { ReportedUser } from '../../lambdas/domain/access/credential-report.ts';
import {
  assignedTo,
  canSignIn,
  day,
  type GatewayState,
  latest,
  type Finding as Reviewed,
  type UserPolicies,
} from '../../lambdas/domain/access/findings.ts';
import { matchesPattern } from '../../lambdas/domain/compliance/owner-rule.ts';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import type { SeenSession } from '../aws/gateway.ts';
import { counted } from '../style.ts';
import { mfaSerial } from './people.ts';

/** Something that wants a decision; before access is switched on, also whom it would shut out. */
export type Finding = Omit<Reviewed, 'kind'> & {
  readonly kind: Reviewed['kind'] | 'mfa-rule' | 'session-name' | 'assignment' | 'exists';
};

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

/**
 * There is one user of a name, in whatever case; but a policy means one case of it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const shutOutByCase = (userName: string, { userNames }: Access): Finding[] => {
  const listed = userNames.find((name) => name !== userName && name.toLowerCase() === userName.toLowerCase());
  if (listed === undefined) return [];
  return [
    {
      kind: 'assignment',
      about: userName,
      what: `is ${listed} in the configuration: policies tell these names apart`,
      todo: 'write it in access.people as IAM has it',
    },
  ];
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
      const assigned = assignedTo(userName, access.assignments, now);
      const byAssignment = [
        ...shutOutByCase(userName, access),
        ...shutOutByAssignment(user, sessions, managed, assigned),
      ];
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
