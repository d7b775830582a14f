import {
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetCredentialReportCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { afterEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { accessReaders, readCredentialReport } from '../../../lambdas/aws/read-access.ts';

const iam = mockClient(IAMClient);
afterEach(() => {
  iam.reset();
});

const at = new Date('2026-11-20T00:00:00Z');
const assumed: string[] = [];
const assume = (role: string) => async (accountId: string) => {
  assumed.push(`${role} in ${accountId}`);
  return { accessKeyId: 'ASIA', secretAccessKey: 's', sessionToken: 't', expiration: at };
};
const readers = () => accessReaders('333344445555', assume('review'), assume('report'));

test('the credential report and the users are read as the role in the gateway, roles as that of the sub-account', async () => {
  iam.on(GenerateCredentialReportCommand).resolves({ State: 'COMPLETE' });
  iam.on(GetCredentialReportCommand).resolves({ Content: Buffer.from('user\nann'), GeneratedTime: at });
  expect(await readers().credentialReport()).toEqual({ text: 'user\nann', madeAt: at });
  iam.on(GetAccountAuthorizationDetailsCommand).resolves({});
  await readers().users();
  await readers().roleUses('422448306679');
  expect(assumed).toEqual(['review in 333344445555', 'review in 333344445555', 'report in 422448306679']);
});

test('a credential report that IAM does not make within a minute is an error that says what to do', async () => {
  iam.on(GenerateCredentialReportCommand).resolves({ State: 'STARTED' });
  iam.on(GetCredentialReportCommand).rejects(new Error('there is none'));
  let waited = 0;
  const pause = async (milliseconds: number) => {
    waited += milliseconds;
  };
  await expect(readCredentialReport(new IAMClient({}), pause)).rejects.toThrow(
    'IAM has not made its credential report within 60 seconds: try again in some minutes.',
  );
  expect(waited).toBe(58_000);
  expect(iam.commandCalls(GetCredentialReportCommand)).toEqual([]);
});

test('the last use of each role is on all pages', async () => {
  iam
    .on(GetAccountAuthorizationDetailsCommand, { Filter: ['Role'], Marker: undefined })
    .resolves({ RoleDetailList: [{ RoleName: 'viewer', CreateDate: at }], IsTruncated: true, Marker: 'more' })
    .on(GetAccountAuthorizationDetailsCommand, { Filter: ['Role'], Marker: 'more' })
    .resolves({
      RoleDetailList: [{ RoleName: 'developer', CreateDate: at, RoleLastUsed: { LastUsedDate: at } }],
    });
  expect([...(await readers().roleUses('422448306679'))]).toEqual([
    ['viewer', { createdAt: at, usedAt: null }],
    ['developer', { createdAt: at, usedAt: at }],
  ]);
});

test('a user has the policies of their own, of AWS, and of their groups', async () => {
  const policy = (Action: string) => ({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
  const written = (Action: string) => encodeURIComponent(JSON.stringify(policy(Action)));
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  iam
    .on(GetAccountAuthorizationDetailsCommand)
    .resolvesOnce({
      UserDetailList: [
        {
          UserName: 'ann@ucsc.edu',
          CreateDate: at,
          GroupList: ['researchers'],
          UserPolicyList: [{ PolicyName: 'own', PolicyDocument: written('own:*') }],
          AttachedManagedPolicies: [{ PolicyArn }],
        },
      ],
      IsTruncated: true,
      Marker: 'more',
    })
    .resolves({
      GroupDetailList: [
        {
          GroupName: 'researchers',
          GroupPolicyList: [{ PolicyName: 'group', PolicyDocument: written('group:*') }],
        },
      ],
      Policies: [
        {
          Arn: PolicyArn,
          DefaultVersionId: 'v2',
          PolicyVersionList: [
            { VersionId: 'v1', Document: written('old:*') },
            { VersionId: 'v2', Document: written('managed:*') },
          ],
        },
      ],
    });
  expect(await readers().users()).toEqual([
    { userName: 'ann@ucsc.edu', createdAt: at, policies: ['own:*', 'managed:*', 'group:*'].map(policy) },
  ]);
});
