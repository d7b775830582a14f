import * as z from 'zod/mini';
import { type ExistingPasswordPolicy, type GatewayIam, PasswordPolicy } from '../aws/gateway-iam.ts';
import { json } from '../environment.ts';
import type { Log } from '../log.ts';

/** What CloudFormation asks of a custom resource. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes.html */
const Request = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.string(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  ResourceType: z.string(),
});

const Desired = z.discriminatedUnion('ResourceType', [
  z.object({
    ResourceType: z.literal('Custom::PasswordPolicy'),
    ResourceProperties: z.object({ Policy: json(PasswordPolicy) }),
  }),
  z.object({
    ResourceType: z.literal('Custom::Users'),
    ResourceProperties: z.object({ UserNames: z.array(z.string()), GroupNames: z.array(z.string()) }),
  }),
]);

type Result = {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly Data?: Readonly<Record<string, string>>;
};

/** The answer to CloudFormation. It takes 4 KB. */
export type Answer = Result & {
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
};

const MAX_REASON_LENGTH = 1000;

export type AccessClients = {
  readonly iam: GatewayIam;
  readonly answer: (url: string, answer: Answer) => Promise<void>;
  readonly log: Log;
};

/**
 * Constant: if it changed, CloudFormation would delete the old one after the update, and that is the same policy and the same
 * users. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes-update.html
 */
const physicalId = (resourceType: string): string =>
  resourceType === 'Custom::PasswordPolicy' ? 'account-password-policy' : 'users';

/** Sets the password policy of the gateway account, or makes sure that its users are there. It never takes anything away. */
export const createHandler =
  ({ iam, answer, log }: AccessClients) =>
  async (event: unknown): Promise<void> => {
    const { RequestType, ResponseURL, ResourceType, ...ids } = z.parse(Request, event);
    const carryOutAndReport = async (): Promise<Result> => {
      // A deleted stack leaves passwords as strong as they were, and every user where they are.
      if (RequestType === 'Delete') return { Status: 'SUCCESS' };
      return { Status: 'SUCCESS', Data: await carryOut(z.parse(Desired, event), iam, log) };
    };
    const result = await carryOutAndReport().catch((error: unknown): Result => {
      log.error('access-not-set', { error });
      return { Status: 'FAILED', Reason: String(error).slice(0, MAX_REASON_LENGTH) };
    });
    await answer(ResponseURL, { ...ids, ...result, PhysicalResourceId: physicalId(ResourceType) });
  };

/**
 * Of each field the stronger value: nothing that the account asks for is weakened. That people may change their passwords is no
 * question of strength, since everybody must change the first one.
 */
const strongerOfEach = (
  wanted: PasswordPolicy,
  {
    MinimumPasswordLength = 0,
    MaxPasswordAge = 0,
    PasswordReusePrevention = 0,
    ...has
  }: ExistingPasswordPolicy,
): PasswordPolicy & ExistingPasswordPolicy => ({
  MinimumPasswordLength: Math.max(wanted.MinimumPasswordLength, MinimumPasswordLength),
  RequireSymbols: wanted.RequireSymbols || has.RequireSymbols === true,
  RequireNumbers: wanted.RequireNumbers || has.RequireNumbers === true,
  RequireUppercaseCharacters: wanted.RequireUppercaseCharacters || has.RequireUppercaseCharacters === true,
  RequireLowercaseCharacters: wanted.RequireLowercaseCharacters || has.RequireLowercaseCharacters === true,
  AllowUsersToChangePassword: wanted.AllowUsersToChangePassword,
  HardExpiry: wanted.HardExpiry || has.HardExpiry === true,
  // IAM takes no zero for these two; left out, passwords neither expire nor are remembered.
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html
  ...(MaxPasswordAge > 0 ? { MaxPasswordAge } : {}),
  ...(PasswordReusePrevention > 0 ? { PasswordReusePrevention } : {}),
});

const carryOut = async (
  desired: z.infer<typeof Desired>,
  iam: GatewayIam,
  log: Log,
): Promise<Record<string, string>> => {
  switch (desired.ResourceType) {
    case 'Custom::PasswordPolicy': {
      const policy = strongerOfEach(desired.ResourceProperties.Policy, await iam.passwordPolicy());
      await iam.setPasswordPolicy(policy);
      log.info('password-policy-set', policy);
      return {};
    }
    case 'Custom::Users':
      return { NotListed: shortened(await ensureUsers(desired.ResourceProperties, iam, log)) };
    default:
      return desired satisfies never;
  }
};

/** The first of these names, and how many there are: an output of a stack takes 1,024 characters. */
const MAX_NAMES = 10;
const shortened = (names: readonly string[]): string =>
  names.length === 0 ? 'none' : `${names.length}: ${names.slice(0, MAX_NAMES).join(' ')}`;

/** Creates the users who are not there, and adds all to the groups. Returns who is in the first group and not listed. */
const ensureUsers = async (
  {
    UserNames,
    GroupNames,
  }: { readonly UserNames: readonly string[]; readonly GroupNames: readonly string[] },
  iam: GatewayIam,
  log: Log,
): Promise<string[]> => {
  for (const userName of UserNames) {
    if (await iam.createUser(userName)) log.info('user-created', { userName });
    for (const groupName of GroupNames) await iam.addToGroup(userName, groupName);
  }
  const [first] = GroupNames;
  const present = first === undefined ? [] : await iam.usersIn(first);
  const notListed = present.filter((userName) => !UserNames.includes(userName)).sort();
  if (notListed.length > 0) log.warn('users-not-listed', { userNames: notListed });
  return notListed;
};
