import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { beforeAll, expect, test } from '@jest/globals';
import { revocation } from '../../cli/access/offboard-plan.ts';
import { readGateway, readRoleUse } from '../../cli/aws/gateway.ts';
import { gatewayUsers, putRolePolicy } from '../../cli/aws/gateway-users.ts';

import { gatewayIam } from '../../lambdas/aws/gateway-iam.ts';

import { assumableBy, isAdministrator } from '../../lambdas/domain/access/assumable.ts';
import { parseCredentialReport } from '../../lambdas/domain/access/credential-report.ts';

import { rootOf } from './root-of.ts';

const GATEWAY = '777700003333';
const MELINDA = 'melinda@ucsc.edu';
const DEVELOPER = 'arn:aws:iam::422448306679:role/developer';

const settings = { region: 'us-east-1', credentials: rootOf(GATEWAY) };
const iam = new IAMClient(settings);
// The clients of the commands get their credentials from the environment or a role.
const users = gatewayUsers({ region: settings.region }, iam);
const gateway = readGateway({ region: settings.region }, iam);

const allow = (Action: string, Resource: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });

let keyId = '';
beforeAll(async () => {
  await iam.send(new CreateUserCommand({ UserName: MELINDA }));
  await iam.send(new CreateUserCommand({ UserName: 'admin@ucsc.edu' }));
  await iam.send(
    new PutUserPolicyCommand({
      UserName: 'admin@ucsc.edu',
      PolicyName: 'all',
      PolicyDocument: allow('*', '*'),
    }),
  );
  await iam.send(new CreateGroupCommand({ GroupName: 'researchers' }));
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: 'assignments',
      PolicyDocument: allow('sts:AssumeRole', DEVELOPER),
    }),
  );
  await iam.send(new AttachGroupPolicyCommand({ GroupName: 'researchers', PolicyArn: Policy?.Arn }));
  await iam.send(new AddUserToGroupCommand({ GroupName: 'researchers', UserName: MELINDA }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: MELINDA }));
  keyId = AccessKey?.AccessKeyId ?? '';
});

test('what a user may assume by the policies of their groups, and who is an administrator', async () => {
  const all = await gateway.users();
  const policiesOf = (name: string) => all.find(({ userName }) => userName === name)?.policies ?? [];
  expect(assumableBy(MELINDA, policiesOf(MELINDA))).toEqual([{ pattern: DEVELOPER, until: null }]);
  expect(isAdministrator(policiesOf('admin@ucsc.edu'))).toBe(true);
  expect(isAdministrator(policiesOf(MELINDA))).toBe(false);
});

test("a first password is made once; the report has the user's password, key and missing MFA", async () => {
  expect(await users.createPassword(MELINDA, 'abcd2-efgh3-ijkm4')).toBe(true);
  expect(await users.createPassword(MELINDA, 'nnnn2-efgh3-ijkm4')).toBe(false);
  const { text, madeAt } = await gateway.credentialReport();
  expect(madeAt.getTime()).toBeGreaterThan(0);
  expect(parseCredentialReport(text)).toContainEqual(
    expect.objectContaining({
      userName: MELINDA,
      hasPassword: true,
      hasMfa: false,
      keys: [expect.objectContaining({ number: 1 })],
    }),
  );
});

test('a device that is in use is known by its user', async () => {
  const { VirtualMFADevice } = await iam.send(
    new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: MELINDA }),
  );
  const SerialNumber = VirtualMFADevice?.SerialNumber;
  expect((await gateway.totpDevices()).get(MELINDA)).toBeUndefined();
  await iam.send(
    new EnableMFADeviceCommand({
      UserName: MELINDA,
      SerialNumber,
      AuthenticationCode1: '123456',
      AuthenticationCode2: '654321',
    }),
  );
  expect((await gateway.totpDevices()).get(MELINDA)).toEqual([`arn:aws:iam::${GATEWAY}:mfa/${MELINDA}`]);
});

test('ways in are closed, and closing them again changes nothing', async () => {
  expect(await users.read('nobody@ucsc.edu')).toBeNull();
  expect(await users.read(MELINDA)).toEqual({
    userName: MELINDA,
    keys: [{ id: keyId, isActive: true }],
    hasPassword: true,
    mfaDevices: [`arn:aws:iam::${GATEWAY}:mfa/${MELINDA}`],
    isRefused: false,
  });
  for (const _time of ['once', 'again']) {
    await users.refuse(MELINDA);
    await users.disableKey(MELINDA, keyId);
    await users.removePassword(MELINDA);
    expect(await users.read(MELINDA)).toMatchObject({
      keys: [{ id: keyId, isActive: false }],
      hasPassword: false,
      mfaDevices: [expect.any(String)],
      isRefused: true,
    });
  }
  const refused = (await gateway.users()).find(({ userName }) => userName === MELINDA);
  expect(assumableBy(MELINDA, refused?.policies ?? [])).toEqual([]);
});

test('a role gets a policy that revokes sessions, and its use is known', async () => {
  const trust = allow('sts:AssumeRole', '*');
  await iam.send(new CreateRoleCommand({ RoleName: 'developer', AssumeRolePolicyDocument: trust }));
  const { policyName, policy } = revocation(MELINDA, true, new Date('2026-11-27T18:00:00Z'));
  await putRolePolicy({ region: settings.region }, iam)('developer', policyName, policy);
  const { PolicyDocument } = await iam.send(
    new GetRolePolicyCommand({ RoleName: 'developer', PolicyName: policyName }),
  );
  expect(JSON.parse(decodeURIComponent(PolicyDocument ?? ''))).toEqual(policy);
  expect(await readRoleUse({ region: settings.region }, iam)('developer')).toEqual({
    createdAt: expect.any(Date),
    usedAt: null,
  });
  expect(await readRoleUse({ region: settings.region }, iam)('no-such-role')).toBeNull();
});

test('a user is created once, whoever did it, and put into a group', async () => {
  const gatewayCalls = gatewayIam(iam, async () => {});
  expect(await gatewayCalls.createUser('zoe@ucsc.edu')).toBe(true);
  expect(await gatewayCalls.createUser('zoe@ucsc.edu')).toBe(false);
  for (const _ of ['first', 'again']) await gatewayCalls.addToGroup('zoe@ucsc.edu', 'researchers');
  expect((await gatewayCalls.usersIn('researchers')).filter((name) => name === 'zoe@ucsc.edu')).toHaveLength(
    1,
  );
  await expect(gatewayCalls.addToGroup('nobody@ucsc.edu', 'researchers')).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
});
