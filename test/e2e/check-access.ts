import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ChangePasswordCommand,
  CreateAccessKeyCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  GetAccountPasswordPolicyCommand,
  GetGroupCommand,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { GLOBAL_REGION } from '../../infra/regions.ts';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import { machineOf, printedConfig } from './botocore.ts';
import { configuration, HUB_REGION, SUB_ACCOUNT_NAMES } from './configuration.ts';
import { iamIn } from './iam-users.ts';
import type { Report } from './report.ts';
import type { Stage } from './stage.ts';
import { as, type Credentials, type Target } from './target.ts';

export const ERIN = 'erin@example.org';
export const FRANK = 'frank@example.org';
const ROLE = 'developer';

/** The configuration with access for these people, to the role of alpha, and to that of beta as long as the tests last. */
const withAccess = (target: Target, ...userNames: string[]) => ({
  ...configuration(target, SUB_ACCOUNT_NAMES),
  access: {
    requireSessionName: true,
    people: userNames.map((userName) => ({
      userName,
      subAccounts: { alpha: ROLE, beta: { role: ROLE, until: '2099-12-31' } },
    })),
  },
});

type Issued = {
  AccessKeyId?: string | undefined;
  SecretAccessKey?: string | undefined;
  SessionToken?: string | undefined;
};

const credentialsOf = ({
  AccessKeyId = '',
  SecretAccessKey = '',
  SessionToken,
}: Issued = {}): Credentials => ({
  accessKeyId: AccessKeyId,
  secretAccessKey: SecretAccessKey,
  ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
});

const refused = (call: Promise<unknown>): Promise<void> =>
  assert.rejects(call, /AccessDenied|not authorized/);

/** Somebody of the gateway, with these credentials there. */
const somebody = (target: Target, credentials: Credentials) => {
  const options = as(credentials, target.client('gateway', GLOBAL_REGION));
  return { iam: new IAMClient(options), sts: new STSClient(options) };
};

/**
 * Deploys the accounts that people work in, and the report that looks at them, but not yet the roles by which it does. The password
 * policy of a real account is left alone.
 */
export const deployAccess = async ({ report, target, cdk }: Stage): Promise<void> => {
  report.step('cdk deploy: the gateway’s users, the roles that they switch to, and the report');
  await cdk.deploy(withAccess(target, ERIN, FRANK), ['TagEnforcement-Access-*', 'TagEnforcement-Report']);
};

/** Acts as one of those people, and takes another out. */
export const checkAccess = async ({ report, target, cdk }: Stage, folder: string): Promise<void> => {
  const gateway = iamIn(target, 'gateway');
  const passwordPolicy = async () =>
    (await gateway.send(new GetAccountPasswordPolicyCommand({}))).PasswordPolicy;
  const userNames = async () =>
    (await gateway.send(new ListUsersCommand({}))).Users?.map(({ UserName }) => UserName);
  const first = await passwordPolicy();
  await report.check('the password policy of the gateway, each field', () => {
    const { MinimumPasswordLength, RequireSymbols, RequireNumbers } = first ?? {};
    assert.deepEqual([MinimumPasswordLength, RequireSymbols, RequireNumbers], [10, true, true]);
    assert.deepEqual([first?.RequireLowercaseCharacters, first?.RequireUppercaseCharacters], [true, false]);
    assert.equal(first?.AllowUsersToChangePassword, true);
  });
  await report.check('the roles, with trust and twelve hours', async () => {
    for (const account of SUB_ACCOUNT_NAMES) {
      const { Role } = await iamIn(target, account).send(new GetRoleCommand({ RoleName: ROLE }));
      assert.equal(Role?.MaxSessionDuration, 43_200);
      const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
      assert.match(trust, new RegExp(`arn:aws:iam::${target.accounts.gateway}:root`));
      assert.match(trust, /"aws:MultiFactorAuthPresent":\s*"true"/);
    }
  });
  await signIn(report, target);
  await useConfig(report, target, folder);

  report.step('cdk deploy: one person is taken out, and the report may look at who has access');
  const stacks = ['Access-*', 'Account-*', 'Gateway', 'Report'].map((name) => `TagEnforcement-${name}`);
  await cdk.deploy(withAccess(target, ERIN), stacks);
  await report.check('nobody is deleted, and nothing is weaker', async () => {
    const there = await userNames();
    for (const name of [ERIN, FRANK]) assert.ok(there?.includes(name), name);
    const { Users = [] } = await gateway.send(new GetGroupCommand({ GroupName: 'researchers' }));
    assert.deepEqual(Users.map(({ UserName }) => UserName).sort(), [ERIN, FRANK]);
    assert.deepEqual(await passwordPolicy(), first);
  });
  await report.check('whoever is taken out assumes the role no more', async () => {
    await refused(assume(await withCode(target, FRANK), target, FRANK));
    await assume(await withCode(target, ERIN), target, ERIN);
  });
};

const newKey = async (target: Target, UserName: string): Promise<Credentials> => {
  const { AccessKey } = await iamIn(target, 'gateway').send(new CreateAccessKeyCommand({ UserName }));
  return credentialsOf(AccessKey);
};

const CODE = { TokenCode: '123456' };

const deviceOf = ({ accounts }: Target, userName: string): string =>
  `arn:aws:iam::${accounts.gateway}:mfa/${userName}`;

/** A session of a user with MFA, by a new key. */
const withCode = async (target: Target, userName: string) => {
  const { sts } = somebody(target, await newKey(target, userName));
  const { Credentials: issued } = await sts.send(
    new GetSessionTokenCommand({ SerialNumber: deviceOf(target, userName), ...CODE }),
  );
  return somebody(target, credentialsOf(issued));
};

const assume = async (
  { sts }: ReturnType<typeof somebody>,
  target: Target,
  RoleSessionName: string,
  code: object = {},
): Promise<Credentials> => {
  const RoleArn = roleArn(target.accounts.alpha, ROLE);
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName, DurationSeconds: 43_200, ...code });
  return credentialsOf((await sts.send(command)).Credentials);
};

/** What somebody may do on the first day, step by step, as IAM of the target evaluates the deployed policies. */
const signIn = async (report: Report, target: Target): Promise<void> => {
  const keys = somebody(target, await newKey(target, ERIN));
  const VirtualMFADeviceName = ERIN;
  const SerialNumber = deviceOf(target, ERIN);
  await report.check('without MFA, a person manages only their password and their device', async () => {
    await keys.iam.send(new GetUserCommand({ UserName: ERIN }));
    await keys.iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName }));
    await keys.iam.send(
      new EnableMFADeviceCommand({
        UserName: ERIN,
        SerialNumber,
        AuthenticationCode1: '123456',
        AuthenticationCode2: '654321',
      }),
    );
    // Allowed; there is no password yet.
    await assert.rejects(
      keys.iam.send(
        new ChangePasswordCommand({ OldPassword: 'old-1-password', NewPassword: 'new-1-password' }),
      ),
      (error: Error) => !/AccessDenied/.test(error.name),
    );
    await refused(keys.iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: FRANK })));
    await refused(keys.iam.send(new CreateAccessKeyCommand({ UserName: ERIN })));
    await refused(keys.iam.send(new ListUsersCommand({})));
    await refused(assume(keys, target, ERIN));
  });
  await report.check('with MFA, a person has keys of their own, and nobody else’s', async () => {
    const { iam } = await withCode(target, ERIN);
    await iam.send(new ListAccessKeysCommand({ UserName: ERIN }));
    await refused(iam.send(new ListAccessKeysCommand({ UserName: FRANK })));
    await refused(iam.send(new ListUsersCommand({})));
  });
  await report.check(
    'with MFA, a person assumes their role for twelve hours, in their own name',
    async () => {
      await assume(keys, target, ERIN, { SerialNumber, ...CODE });
      const session = await withCode(target, ERIN);
      await assume(session, target, ERIN);
      await refused(assume(session, target, 'somebody-else'));
    },
  );
  await report.check('a developer works in the sub-account, and leaves the service alone', async () => {
    const developer = await assume(await withCode(target, ERIN), target, ERIN);
    const options = as(developer, target.client('alpha', HUB_REGION));
    await new SQSClient(options).send(new CreateQueueCommand({ QueueName: 'of-a-developer' }));
    await refused(new SNSClient(options).send(new CreateTopicCommand({ Name: 'tag-enforcement-x' })));
    const QueueUrl = `https://sqs.${HUB_REGION}.amazonaws.com/${target.accounts.alpha}/TagEnforcement-x`;
    await refused(new SQSClient(options).send(new PurgeQueueCommand({ QueueUrl })));
    const RoleArn = roleArn(
      target.accounts.alpha,
      `cdk-hnb659fds-deploy-role-${target.accounts.alpha}-${HUB_REGION}`,
    );
    await refused(new STSClient(options).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: ERIN })));
  });
};

/** What `aws-config` prints lets botocore assume the role: by a profile, and by the default profile as Toil does. */
const useConfig = async (report: Report, target: Target, folder: string): Promise<void> => {
  const file = join(folder, 'with-access.json');
  writeFileSync(file, JSON.stringify(withAccess(target, ERIN, FRANK)));
  const machine = machineOf(target, folder, await newKey(target, ERIN));
  const session = `arn:aws:sts::${target.accounts.alpha}:assumed-role/${ROLE}/${ERIN}`;
  await report.check('botocore assumes the role by what aws-config prints, and not without MFA', async () => {
    const printed = await printedConfig(file, ERIN);
    assert.equal(await machine.whoIs(printed, 'alpha', CODE.TokenCode), session);
    const withoutMfa = printed.replaceAll(/^mfa_serial.*$/gm, '');
    assert.match(await machine.whoIs(withoutMfa, 'alpha', CODE.TokenCode), /AccessDenied/);
  });
  await report.check('so does the default profile that aws-config prints for Toil', async () => {
    const printed = await printedConfig(file, ERIN, '--toil', 'alpha');
    assert.equal(await machine.whoIs(printed, 'default', CODE.TokenCode), session);
  });
};
