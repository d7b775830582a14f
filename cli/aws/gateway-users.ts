import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateLoginProfileCommand,
  DeleteLoginProfileCommand,
  EntityAlreadyExistsException,
  GetLoginProfileCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  NoSuchEntityException,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { SNSClient } from '@aws-sdk/client-sns';
import { PERSON_TOPIC_NAME_PREFIX, TABLE_NAME } from '../../infra/names.ts';
import { GLOBAL_REGION } from '../../infra/regions.ts';
import { personTopics } from '../../lambdas/aws/topics.ts';
import { userTable } from '../../lambdas/aws/user-table.ts';
import { personTopic } from '../../lambdas/domain/launcher/directory.ts';
import type { AccessConfiguration } from '../read-configuration.ts';
import { access, type ClientSettings } from './access.ts';

/** A user of the gateway, as far as it is how they get in. */
export type GatewayUser = {
  readonly userName: string;
  readonly keys: readonly { readonly id: string; readonly isActive: boolean }[];
  readonly hasPassword: boolean;
  /** The serial numbers. */
  readonly mfaDevices: readonly string[];
  /** Whether the policy is there that refuses them everything. */
  readonly isRefused: boolean;
};

/** The policy of a user who has left: it ends what they could still do with an open page of the console. */
export const REFUSAL_NAME = 'tag-enforcement-offboarded';
const REFUSAL = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
};

/** The answer, or null if AWS has no such thing. */
const orNull = async <T>(asked: Promise<T>): Promise<T | null> => {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return null;
    throw error;
  }
};

/** Reads the users of the gateway, and closes their ways in. Each change may be made again. */
export const gatewayUsers = (settings: ClientSettings, iam = new IAMClient(settings)) => ({
  read: async (UserName: string): Promise<GatewayUser | null> => {
    const found = await orNull(iam.send(new GetUserCommand({ UserName })));
    if (!found) return null;
    const [keys, password, devices, refusal] = await Promise.all([
      // A user has two keys and eight devices at most: one page.
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
      iam.send(new ListAccessKeysCommand({ UserName })),
      orNull(iam.send(new GetLoginProfileCommand({ UserName }))),
      iam.send(new ListMFADevicesCommand({ UserName })),
      orNull(iam.send(new GetUserPolicyCommand({ UserName, PolicyName: REFUSAL_NAME }))),
    ]);
    return {
      userName: found.User?.UserName ?? UserName,
      keys: (keys.AccessKeyMetadata ?? []).map(({ AccessKeyId = '', Status }) => ({
        id: AccessKeyId,
        isActive: Status === 'Active',
      })),
      hasPassword: password !== null,
      mfaDevices: (devices.MFADevices ?? []).flatMap(({ SerialNumber }) => SerialNumber ?? []),
      isRefused: refusal !== null,
    };
  },
  refuse: async (UserName: string): Promise<void> => {
    const PolicyDocument = JSON.stringify(REFUSAL);
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: REFUSAL_NAME, PolicyDocument }));
  },
  disableKey: async (UserName: string, AccessKeyId: string): Promise<void> => {
    await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }));
  },
  removePassword: async (UserName: string): Promise<void> => {
    await orNull(iam.send(new DeleteLoginProfileCommand({ UserName })));
  },
  /** Returns false, and changes nothing, if the user has a password. */
  createPassword: async (UserName: string, Password: string): Promise<boolean> => {
    try {
      await iam.send(new CreateLoginProfileCommand({ UserName, Password, PasswordResetRequired: true }));
      return true;
    } catch (error) {
      if (error instanceof EntityAlreadyExistsException) return false;
      throw error;
    }
  },
});

export type GatewayUsers = ReturnType<typeof gatewayUsers>;

/** Gives a role of an account a policy of its own, or replaces the one of that name. */
export const putRolePolicy =
  (settings: ClientSettings, iam = new IAMClient(settings)) =>
  async (RoleName: string, PolicyName: string, document: unknown): Promise<void> => {
    const PolicyDocument = JSON.stringify(document);
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  };

/** The latest possible time: whoever was asked then is not asked again by `directory` (planDirectory). */
export const NEVER_AGAIN = '9999-12-31T00:00:00Z';

/** A policy that revokes sessions, and the role that gets it. */
export type Revocation = {
  readonly accountId: string;
  readonly role: string;
  readonly policyName: string;
  readonly policy: unknown;
};

/** What `offboard` reads and changes. */
export type Clients = {
  readonly users: Pick<GatewayUsers, 'read' | 'refuse' | 'disableKey' | 'removePassword'>;
  readonly revoke: (revocation: Revocation) => Promise<void>;
  /** Whether they have a topic, or may be asked to subscribe to one. */
  readonly hasMails: (userName: string) => Promise<boolean>;
  readonly stopMails: (userName: string) => Promise<void>;
};
export type ClientsOf = (configuration: AccessConfiguration, role: string | null) => Promise<Clients>;

/** The clients for a configuration; `role` is assumed in other accounts than the gateway. */
export const offboardingClients: ClientsOf = async ({ gateway, hub }, role) => {
  const home = { accountId: gateway.accountId, region: GLOBAL_REGION, called: 'the gateway' };
  const settingsOf = await access(home, role);
  const settingsIn = async (accountId: string, region: string) => {
    const settings = await settingsOf(accountId, region);
    if (settings) return settings;
    throw new Error(`account ${accountId} is another one: give --role NAME`);
  };
  const mailsOf = async (userName: string) => {
    const settings = await settingsIn(hub.accountId, hub.region);
    const name = `${PERSON_TOPIC_NAME_PREFIX}${personTopic(userName)}`;
    return {
      users: userTable(TABLE_NAME, new DynamoDBClient(settings)),
      topics: personTopics(new SNSClient(settings)),
      topicArn: `arn:aws:sns:${hub.region}:${hub.accountId}:${name}`,
    };
  };
  return {
    users: gatewayUsers(await settingsIn(gateway.accountId, GLOBAL_REGION)),
    revoke: async ({ accountId, role: name, policyName, policy }) =>
      putRolePolicy(await settingsIn(accountId, GLOBAL_REGION))(name, policyName, policy),
    hasMails: async (userName) => {
      const { users, topics, topicArn } = await mailsOf(userName);
      const known = (await users.all()).find((user) => user.userName === userName);
      const mayBeAsked = known !== undefined && known.askedAt !== NEVER_AGAIN;
      return mayBeAsked || (await topics.readersOf(topicArn)) !== 'none';
    },
    stopMails: async (userName) => {
      const { users, topics, topicArn } = await mailsOf(userName);
      // Marked first: the next run of `directory` would make the topic again.
      const known = (await users.all()).find((user) => user.userName === userName);
      if (known && !(await users.replaceAskedAt(known, NEVER_AGAIN))) {
        throw new Error('the directory has changed meanwhile: try again');
      }
      await topics.remove(topicArn);
    },
  };
};
