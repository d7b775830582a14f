import { assignmentGroups } from '../../infra/access/assignments.ts';
import {
  ACCESS_GATEWAY_STACK_NAME,
  accessStackName,
  assignmentPolicyName,
  BOUNDARY_NAME,
  groupName,
} from '../../infra/names.ts';
import type { IamEntity } from '../aws/gateway.ts';
import type { AccessConfiguration } from '../read-configuration.ts';
import type { Finding } from './shut-out.ts';

/** An account in which a stack of `access` makes groups, roles or policies. */
export type Place = { readonly accountId: string; readonly called: string; readonly stackName: string };

/** The accounts in which `access` makes something. */
export const placesOf = ({
  gateway,
  subAccounts,
}: Pick<AccessConfiguration, 'gateway' | 'subAccounts'>): Place[] => [
  { accountId: gateway.accountId, called: 'the gateway', stackName: ACCESS_GATEWAY_STACK_NAME },
  ...subAccounts.map(({ accountId, name }) => ({
    accountId,
    called: name,
    stackName: accessStackName(accountId),
  })),
];

/** The names that a stack would give, by kind. */
const namesIn = ({ accountId }: Place, { access, gateway }: AccessConfiguration): string[] => {
  if (accountId === gateway.accountId) {
    return assignmentGroups(access).flatMap((policies, index) => [
      `group ${groupName(index)}`,
      ...policies.map(({ id }) => `policy ${assignmentPolicyName(id)}`),
    ]);
  }
  return [...access.roles.map(({ name }) => `role ${name}`), `policy ${BOUNDARY_NAME}`];
};

/** What a role gives up when it becomes that of the configuration. */
const lossesOf = (
  { name, trusts, policies }: IamEntity,
  { access, gateway }: AccessConfiguration,
): string => {
  // Whom of the gateway it means is for the assignments to say, which are looked at by themselves.
  const theirs = trusts.filter((one) => !one.includes(gateway.accountId));
  const given = access.roles.find((role) => role.name === name)?.managedPolicies ?? [];
  const taken = policies.filter(
    (arn) => !given.some((policy) => arn === policy || arn.endsWith(`/${policy}`)),
  );
  return [
    ...(theirs.length > 0 ? [`; it would trust no more: ${theirs.join(', ')}`] : []),
    ...(taken.length > 0 ? [`; it would lose: ${taken.join(', ')}`] : []),
  ].join('');
};

const HOW = 'docs/access.md#what-exists-already';

/** What exists under a name that a stack would give. CloudFormation makes no second one: the deployment fails. */
export const existing = (
  place: Place,
  others: readonly IamEntity[],
  configuration: AccessConfiguration,
): Finding[] => {
  const names = namesIn(place, configuration);
  return others
    .filter(({ kind, name }) => names.includes(`${kind} ${name}`))
    .map((one) => ({
      kind: 'exists',
      about: `${one.kind} ${one.name} in ${place.called}`,
      what: `exists${one.kind === 'role' ? lossesOf(one, configuration) : ''}`,
      todo:
        one.kind === 'role'
          ? `take it over, or give the role another name in access.roles: ${HOW}`
          : `take it over: ${HOW}`,
    }));
};
