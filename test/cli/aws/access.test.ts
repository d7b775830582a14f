import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { access } from '../../../cli/aws/access.ts';

const HUB = { accountId: '652235167018', region: 'us-west-2' };

const given = (accountId: string) => {
  const sts = new STSClient({ region: 'us-west-2' });
  const mock = mockClient(sts);
  mock.on(GetCallerIdentityCommand).resolves({ Account: accountId });
  mock.on(AssumeRoleCommand).callsFake(async ({ RoleArn }) => ({
    Credentials: {
      AccessKeyId: `of ${RoleArn}`,
      SecretAccessKey: 's',
      SessionToken: 't',
      Expiration: new Date(Date.now() + 3_600_000),
    },
  }));
  return { sts, mock };
};

test("the hub is read with the caller's own credentials, another account by the role", async () => {
  const { sts, mock } = given(HUB.accountId);
  const settingsOf = await access(HUB, 'reader', sts);
  expect(await settingsOf(HUB.accountId, 'us-west-2')).toEqual({ region: 'us-west-2' });
  expect(await settingsOf('422448306679', 'eu-west-1')).toMatchObject({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'of arn:aws:iam::422448306679:role/reader' },
  });
  expect(mock.commandCalls(AssumeRoleCommand)).toHaveLength(1);
});

test('without a role, other accounts are not read', async () => {
  const settingsOf = await access(HUB, null, given(HUB.accountId).sts);
  expect(await settingsOf('422448306679', 'us-west-2')).toBeNull();
});

test('credentials of another account, or none, are wrong usage', async () => {
  await expect(access(HUB, null, given('111122223333').sts)).rejects.toThrow(
    'your credentials are of account 111122223333, but the hub is 652235167018',
  );
  const { sts, mock } = given(HUB.accountId);
  mock.on(GetCallerIdentityCommand).rejects(new Error('Could not load credentials from any providers'));
  await expect(access(HUB, null, sts)).rejects.toThrow(/does not accept your credentials .*set AWS_PROFILE/);
});
