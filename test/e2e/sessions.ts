import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { TABLE_NAME } from '../../infra/names.ts';
import { GLOBAL_REGION } from '../../infra/regions.ts';
import { sessionTable } from '../../lambdas/aws/launcher-tables.ts';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import { HUB_REGION, type SubAccountName } from './configuration.ts';
import type { User } from './iam-users.ts';
import { LAUNCH_ROLE } from './launch-role.ts';
import { as, type Credentials, type Target } from './target.ts';
import { until } from './until.ts';

/** A session of the launch role, as AssumeRole answers. */
export type Session = {
  readonly account: SubAccountName;
  /** Who assumed the role. */
  readonly by: User;
  readonly name: string;
  /** The role's id, and the session's name. */
  readonly principalId: string;
  readonly arn: string;
  readonly credentials: Credentials;
};

/** Switches to the role of a sub-account at the global endpoint, with a made-up session name, as the AWS CLI does. */
export const takeSession = async (
  target: Target,
  by: User,
  keys: Credentials,
  account: SubAccountName,
): Promise<Session> => {
  const sts = new STSClient(as(keys, target.client('gateway', GLOBAL_REGION)));
  const name = `botocore-session-${Math.floor(Date.now() / 1000)}`;
  const { Credentials, AssumedRoleUser } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: roleArn(target.accounts[account], LAUNCH_ROLE),
      RoleSessionName: name,
    }),
  );
  const session = {
    account,
    by,
    name,
    principalId: AssumedRoleUser?.AssumedRoleId ?? '',
    arn: AssumedRoleUser?.Arn ?? '',
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  };
  return session;
};

/** Waits until the hub's table holds the session. */
export const sessionKept = async (target: Target, { credentials, by, account }: Session): Promise<void> => {
  const sessions = sessionTable(TABLE_NAME, new DynamoDBClient(target.client('hub', HUB_REGION)));
  const what = `the hub to know ${by.userName}'s session in ${account}`;
  await until(what, target.cloudTrail.delaySeconds, async () =>
    (await sessions.find(credentials.accessKeyId)) ? true : undefined,
  );
};
