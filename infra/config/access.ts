import { compare } from '../json.ts';
import { rolesOf, type WrittenAccess } from './access-schema.ts';

/** A role of every sub-account that people switch to. */
export type AccessRole = {
  readonly name: string;
  /** ARNs of policies of AWS, and names of policies in the sub-account. */
  readonly managedPolicies: readonly string[];
  /** As above. `none`: no boundary. */
  readonly permissionsBoundary: string;
};

/** What one person may assume. */
export type Assignment = {
  readonly userName: string;
  readonly accountId: string;
  /** The name of the sub-account. */
  readonly subAccount: string;
  readonly role: string;
  /** Its last day, in UTC. */
  readonly until?: string;
};

/** The part `access` of the configuration, resolved: names are sorted, so that the order of writing changes no template. */
export type Access = {
  readonly requireSessionName: boolean;
  readonly roles: readonly AccessRole[];
  readonly userNames: readonly string[];
  readonly assignments: readonly Assignment[];
};

type Listed = readonly { readonly name: string; readonly accountId: string }[];

/** Fills in what each assignment means. */
export const resolveAccess = (
  written: WrittenAccess | undefined,
  subAccounts: Listed,
): Access | undefined => {
  if (!written?.enabled) return undefined;
  const idOf = new Map(subAccounts.map(({ name, accountId }) => [name, accountId]));
  const assignments = written.people.flatMap(({ userName, subAccounts: assigned }) =>
    Object.entries(assigned).flatMap(([subAccount, roles]) =>
      rolesOf(roles).map(({ role, until }) => ({
        userName,
        accountId: idOf.get(subAccount) ?? '',
        subAccount,
        role,
        ...(until === undefined ? {} : { until }),
      })),
    ),
  );
  const key = (one: Assignment) => `${one.accountId} ${one.role} ${one.userName}`;
  return {
    requireSessionName: written.requireSessionName,
    roles: Object.entries(written.roles)
      .map(([name, fields]) => ({ name, ...fields }))
      .sort((a, b) => compare(a.name, b.name)),
    userNames: written.people.map(({ userName }) => userName).sort(compare),
    assignments: assignments.sort((a, b) => compare(key(a), key(b))),
  };
};
