import {
  type PasswordPolicy as AccountPasswordPolicy,
  AddUserToGroupCommand,
  CreateUserCommand,
  EntityAlreadyExistsException,
  GetAccountPasswordPolicyCommand,
  GetGroupCommand,
  IAMClient,
  NoSuchEntityException,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam';
import * as z from 'zod/mini';
import { wait } from '../concurrency.ts';

/** An account's password policy: every field that has a value, because IAM resets those that are left out. */
export const PasswordPolicy = z.object({
  MinimumPasswordLength: z.number(),
  RequireSymbols: z.boolean(),
  RequireNumbers: z.boolean(),
  RequireUppercaseCharacters: z.boolean(),
  RequireLowercaseCharacters: z.boolean(),
  AllowUsersToChangePassword: z.boolean(),
  HardExpiry: z.boolean(),
});
export type PasswordPolicy = z.infer<typeof PasswordPolicy>;

/** The password policy that an account has, with the fields that have no value unless somebody set them. */
export type ExistingPasswordPolicy = Pick<
  AccountPasswordPolicy,
  keyof PasswordPolicy | 'MaxPasswordAge' | 'PasswordReusePrevention'
>;

/** The calls of IAM in the gateway account. None of them takes anything away. */
export type GatewayIam = {
  /** Without a field if the account has none. */
  passwordPolicy(): Promise<ExistingPasswordPolicy>;
  setPasswordPolicy(policy: PasswordPolicy & ExistingPasswordPolicy): Promise<void>;
  /** Creates a user without a password or a key. Returns false if there is one of that name, in whatever case. */
  createUser(userName: string): Promise<boolean>;
  /** Adds a user to a group. It does no harm if the user is in it. */
  addToGroup(userName: string, groupName: string): Promise<void>;
  /** The names of the users in a group. */
  usersIn(groupName: string): Promise<string[]>;
};

/** IAM may not know a user yet that it has just created. */
const TRIES = 5;
const WAIT_MS = 2000;

/** IAM allows few calls a second: the SDK tries again. */
const newIam = (): IAMClient => new IAMClient({ maxAttempts: 10 });

export const gatewayIam = (iam = newIam(), pause = wait): GatewayIam => {
  const addToGroup = async (UserName: string, GroupName: string, tries = TRIES): Promise<void> => {
    try {
      await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
    } catch (error) {
      if (!(error instanceof NoSuchEntityException) || tries <= 1) throw error;
      await pause(WAIT_MS);
      await addToGroup(UserName, GroupName, tries - 1);
    }
  };

  return {
    passwordPolicy: async () => {
      try {
        const { PasswordPolicy: policy } = await iam.send(new GetAccountPasswordPolicyCommand({}));
        return policy ?? {};
      } catch (error) {
        if (error instanceof NoSuchEntityException) return {};
        throw error;
      }
    },
    setPasswordPolicy: async (policy) => {
      await iam.send(new UpdateAccountPasswordPolicyCommand(policy));
    },
    createUser: async (UserName) => {
      try {
        await iam.send(new CreateUserCommand({ UserName }));
        return true;
      } catch (error) {
        if (error instanceof EntityAlreadyExistsException) return false;
        throw error;
      }
    },
    addToGroup: (userName, groupName) => addToGroup(userName, groupName),
    usersIn: async (GroupName) => {
      const names: string[] = [];
      let Marker: string | undefined;
      do {
        const page = await iam.send(new GetGroupCommand({ GroupName, ...(Marker ? { Marker } : {}) }));
        names.push(...(page.Users ?? []).flatMap(({ UserName }) => UserName ?? []));
        Marker = page.IsTruncated ? page.Marker : undefined;
      } while (Marker);
      return names;
    },
  };
};
