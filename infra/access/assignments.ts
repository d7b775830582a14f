import { DAY_MS } from '../../lambdas/domain/instant.ts';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import type { Access, Assignment } from '../config/access.ts';
import type { ConfigurationWithAccess } from '../config/configuration.ts';
import { ConfigurationInvalid } from '../config/errors.ts';
import { compare } from '../json.ts';
import {
  charactersOf,
  MANAGED_POLICY_CHARACTERS,
  MFA,
  type PolicyJson,
  type StatementJson,
  USER_NAME,
} from './policy.ts';

/** Managed policies of a group, and groups of a user. */
const POLICIES_OF_GROUP = 10;
const GROUPS_OF_USER = 10;

/** The instant at which an assignment's last day is over, in UTC. */
const endOf = (until: string): string => new Date(Date.parse(until) + DAY_MS).toISOString();

/** Lets these users assume a role, with MFA and until the end of the last day. */
const statementOf = (
  [first, ...others]: readonly [Assignment, ...Assignment[]],
  index: number,
): StatementJson => ({
  Sid: `Assignment${index}`,
  Effect: 'Allow',
  Action: ['sts:AssumeRole'],
  Resource: [roleArn(first.accountId, first.role)],
  Condition: {
    Bool: { [MFA]: 'true' },
    StringEquals: { 'aws:username': [...new Set([first, ...others].map(({ userName }) => userName))] },
    ...(first.until === undefined ? {} : { DateLessThan: { 'aws:CurrentTime': endOf(first.until) } }),
  },
});

/** Assignments of one role with one end, so many that their statement stays far from a policy's limit. */
const USERS_OF_STATEMENT = 40;

const grouped = (assignments: readonly Assignment[]): (readonly [Assignment, ...Assignment[]])[] => {
  const groups = Map.groupBy(assignments, ({ role, until = '' }) => `${role} ${until}`);
  return [...groups.entries()]
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([, some]) =>
      Array.from({ length: Math.ceil(some.length / USERS_OF_STATEMENT) }, (_, index) =>
        some.slice(index * USERS_OF_STATEMENT, (index + 1) * USERS_OF_STATEMENT),
      ),
    )
    .flatMap(([first, ...others]) => (first ? [[first, ...others] as const] : []));
};

/** A policy of the assignments of a sub-account. */
export type AssignmentPolicy = { readonly id: string; readonly policy: PolicyJson };

/** The policies of one sub-account: one, unless its statements do not fit. */
const policiesOf = (accountId: string, assignments: readonly Assignment[]): AssignmentPolicy[] => {
  const policies: PolicyJson[] = [];
  for (const some of grouped(assignments)) {
    const last = policies.at(-1);
    const statement = statementOf(some, last?.Statement.length ?? 0);
    const longer: PolicyJson = { Version: '2012-10-17', Statement: [...(last?.Statement ?? []), statement] };
    if (last && charactersOf(longer) <= MANAGED_POLICY_CHARACTERS) policies[policies.length - 1] = longer;
    else policies.push({ Version: '2012-10-17', Statement: [{ ...statement, Sid: 'Assignment0' }] });
  }
  return policies.map((policy, index) => ({
    id: index === 0 ? accountId : `${accountId}-${index + 1}`,
    policy,
  }));
};

/**
 * The policies of all assignments, by the group that they are attached to. Everybody is in every group: a policy names its users
 * itself, so leaving the configuration ends an assignment, whatever a group holds.
 *
 * @throws ConfigurationInvalid if IAM's quotas do not admit so many
 */
export const assignmentGroups = ({ assignments }: Access): (readonly AssignmentPolicy[])[] => {
  const byAccount = Map.groupBy(assignments, ({ accountId }) => accountId);
  const policies = [...byAccount].flatMap(([accountId, some]) => policiesOf(accountId, some));
  const most = POLICIES_OF_GROUP * GROUPS_OF_USER;
  if (policies.length > most) {
    throw new ConfigurationInvalid([
      `access.people: the assignments take ${policies.length} managed policies, which is not within IAM's ${most} ` +
        `(${GROUPS_OF_USER} groups of a user, ${POLICIES_OF_GROUP} policies of a group)`,
    ]);
  }
  return Array.from({ length: Math.max(1, Math.ceil(policies.length / POLICIES_OF_GROUP)) }, (_, index) =>
    policies.slice(index * POLICIES_OF_GROUP, (index + 1) * POLICIES_OF_GROUP),
  );
};

/**
 * The gateway account decides who, by its assignments; MFA is required here as well, in case somebody has other permissions
 * there. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_rolesessionname
 */
export const trustPolicy = ({ access, gateway }: ConfigurationWithAccess): PolicyJson => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Gateway',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${gateway.accountId}:root` },
      Action: ['sts:AssumeRole'],
      Condition: {
        Bool: { [MFA]: 'true' },
        ...(access.requireSessionName ? { StringEquals: { 'sts:RoleSessionName': USER_NAME } } : {}),
      },
    },
  ],
});
