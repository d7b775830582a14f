import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { SNSClient } from '@aws-sdk/client-sns';
import { beforeAll, expect, test } from '@jest/globals';
import { revocation } from '../../cli/access/offboard-plan.ts';
import { NEVER_AGAIN, offboardingClients } from '../../cli/aws/gateway-users.ts';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { PERSON_TOPIC_NAME_PREFIX, TABLE_NAME } from '../../infra/names.ts';
import { personTopics } from '../../lambdas/aws/topics.ts';
import { userTable } from '../../lambdas/aws/user-table.ts';
import { personTopic } from '../../lambdas/domain/launcher/directory.ts';
import { rootOf } from './root-of.ts';
import { HUB } from './stacks.ts';

const GATEWAY = '777700004444';
const SUB_ACCOUNT = '777700005555';
const LEAVER = 'leaver@ucsc.edu';

const { access = { requireSessionName: false, roles: [], userNames: [], assignments: [] }, ...rest } =
  parseConfiguration({
    mode: 'dry-run',
    ownerTag: { key: 'Owner', patterns: ['?*@ucsc.edu'] },
    hub: HUB,
    gateway: { accountId: GATEWAY, alias: 'gi-gateway' },
    administrators: ['cluster-admin@ucsc.edu'],
    subAccounts: [{ name: 'pangenomics', accountId: SUB_ACCOUNT }],
    access: { people: [] },
  });
const configuration = { ...rest, access, isSwitchedOn: true };

const hub = { region: HUB.region, credentials: rootOf(HUB.accountId) };
const users = userTable(TABLE_NAME, new DynamoDBClient(hub));
const topics = personTopics(new SNSClient(hub));
const topicArn = `arn:aws:sns:${HUB.region}:${HUB.accountId}:${PERSON_TOPIC_NAME_PREFIX}${personTopic(LEAVER)}`;
const iamOf = (accountId: string) => new IAMClient({ region: 'us-east-1', credentials: rootOf(accountId) });

beforeAll(async () => {
  // The command has its caller's credentials from the environment.
  const { accessKeyId, secretAccessKey } = rootOf(GATEWAY);
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
  await iamOf(GATEWAY).send(new CreateUserCommand({ UserName: LEAVER }));
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  for (const [accountId, RoleName] of [
    [HUB.accountId, 'operator'],
    [SUB_ACCOUNT, 'operator'],
    [SUB_ACCOUNT, 'developer'],
  ] as const) {
    await iamOf(accountId).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  }
});

test('mails end in the hub, as a role there: no topic, and no time at which they would be asked again', async () => {
  await users.save({ userName: LEAVER, userId: 'AIDALEAVER', topicArn, askedAt: '2026-11-01T00:00:00Z' });
  await topics.create(topicArn);
  await topics.subscribe(topicArn, LEAVER);
  const { hasMails, stopMails } = await offboardingClients(configuration, 'operator');
  expect(await hasMails(LEAVER)).toBe(true);
  for (const _time of ['once', 'again']) {
    await stopMails(LEAVER);
    expect(await hasMails(LEAVER)).toBe(false);
    expect(await topics.readersOf(topicArn)).toBe('none');
    expect((await users.all()).find(({ userName }) => userName === LEAVER)?.askedAt).toBe(NEVER_AGAIN);
  }
  await users.remove({ userName: LEAVER, userId: 'AIDALEAVER' });
});

test('whom the directory does not have loses the topic', async () => {
  const { hasMails, stopMails } = await offboardingClients(configuration, 'operator');
  await stopMails('stranger@ucsc.edu');
  expect(await hasMails('stranger@ucsc.edu')).toBe(false);
});

test('sessions are revoked in the sub-account, as a role there; without one it says what is missing', async () => {
  const action = { accountId: SUB_ACCOUNT, role: 'developer', ...revocation(LEAVER, true, new Date()) };
  await (await offboardingClients(configuration, 'operator')).revoke(action);
  const { PolicyNames } = await iamOf(SUB_ACCOUNT).send(
    new ListRolePoliciesCommand({ RoleName: 'developer' }),
  );
  expect(PolicyNames).toEqual([`tag-enforcement-revoked-${LEAVER}`]);
  const without = await offboardingClients(configuration, null);
  await expect(without.revoke(action)).rejects.toThrow(
    `account ${SUB_ACCOUNT} is another one: give --role NAME`,
  );
  expect(await without.users.read(LEAVER)).toMatchObject({ userName: LEAVER });
});
