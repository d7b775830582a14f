import type { Access, Assignment } from '../../infra/config/access.ts';
import { suggest } from '../../infra/config/errors.ts';
import { compare } from '../../infra/json.ts';
import { isExpired } from '../../lambdas/domain/compliance/exemption.ts';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import { WrongUsage } from '../command.ts';
import type { AccessConfiguration } from '../read-configuration.ts';

/** What a command says that shows roles while `enabled` is false. */
export const IS_OFF = 'access is off in the configuration (enabled: false): the roles may not exist';

/** The page at which people sign in. https://docs.aws.amazon.com/IAM/latest/UserGuide/console-account-alias.html */
export const signInUrl = (alias: string): string => `https://${alias}.signin.aws.amazon.com/console`;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html */
export const switchRoleUrl = (accountId: string, role: string, displayName: string): string =>
  `https://signin.aws.amazon.com/switchrole?account=${accountId}&roleName=${encodeURIComponent(role)}` +
  `&displayName=${encodeURIComponent(displayName)}`;

/**
 * The serial number of a person's MFA device for the command line: a TOTP device with the user's name. A passkey has
 * another form, and the command line cannot use it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export const mfaSerial = (gatewayId: string, userName: string): string =>
  `arn:aws:iam::${gatewayId}:mfa/${userName}`;

/**
 * Finds a person by their user name.
 *
 * @throws WrongUsage with a suggestion if the configuration lists no such person
 */
export const findPerson = ({ userNames }: Access, name: string): string => {
  const found = userNames.find((userName) => userName === name);
  if (found !== undefined) return found;
  const meant = suggest(name, userNames);
  throw new WrongUsage(
    `access.people has no '${name}'${meant === undefined ? ': add them, or give the name as it stands there' : `; did you mean ${meant}?`}`,
  );
};

/** An assignment, with what a person needs in order to use it. */
export type Profile = Assignment & {
  /** Its name in ~/.aws/config. */
  readonly profile: string;
  readonly roleArn: string;
  /** The Region in which a command acts unless it names another. */
  readonly region: string;
  readonly switchRole: string;
};

/** A name that needs no quotes in ~/.aws/config, on a command line, and in the tools that read profiles. */
const nameOf = (text: string): string => text.replace(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '') || 'account';

/** A name that is not taken: names of sub-accounts may differ in what a profile's name cannot have. */
const freeName = (plain: string, accountId: string, taken: ReadonlySet<string>): string => {
  const numbered = `${plain}-${accountId}`;
  let name = taken.has(plain) ? numbered : plain;
  for (let count = 2; taken.has(name); count += 1) name = `${numbered}-${count}`;
  return name;
};

/** The name of the profile with a person's keys. */
export const sourceProfile = ({ gateway }: AccessConfiguration): string => nameOf(gateway.alias);

/** The assignments of a person that have not ended, each with a profile of its own name. */
export const profilesOf = (configuration: AccessConfiguration, userName: string, now: Date): Profile[] => {
  const { access, subAccounts, hub } = configuration;
  const current = access.assignments
    .filter((one) => one.userName === userName && (one.until === undefined || !isExpired(one.until, now)))
    .sort((a, b) => compare(a.subAccount, b.subAccount) || compare(a.role, b.role));
  const taken = new Set([sourceProfile(configuration), 'default']);
  return current.map((one) => {
    const { accountId, subAccount, role } = one;
    const isOnly = current.filter((other) => other.accountId === accountId).length === 1;
    const plain = isOnly ? nameOf(subAccount) : `${nameOf(subAccount)}-${nameOf(role)}`;
    const profile = freeName(plain, accountId, taken);
    taken.add(profile);
    const { regions = [] } = subAccounts.find((account) => account.accountId === accountId) ?? {};
    return {
      ...one,
      profile,
      roleArn: roleArn(accountId, role),
      region: regions.includes(hub.region) ? hub.region : (regions[0] ?? hub.region),
      switchRole: switchRoleUrl(accountId, role, subAccount),
    };
  });
};
