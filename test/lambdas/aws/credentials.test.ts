import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { assumeRole, clientIn } from '../../../lambdas/aws/credentials.ts';
import { RoleNotAssumable } from '../../../lambdas/domain/errors.ts';
import { at } from '../at.ts';

const sts = mockClient(STSClient);

/** STS's answer: numbered by call, valid for this many minutes after the launch. */
const credentials = (call: number, untilMinute: number) => ({
  Credentials: {
    AccessKeyId: `ASIA${call}`,
    SecretAccessKey: 'secret',
    SessionToken: 'token',
    Expiration: at(untilMinute),
  },
});

beforeEach(() => {
  jest.useFakeTimers({ now: at(0) });
  sts.reset();
});
afterEach(() => {
  jest.useRealTimers();
});

const assume = assumeRole('tag-enforcement-read', 'check', new STSClient({ region: 'us-west-2' }));

test('the role of this name is assumed in the account', async () => {
  sts.on(AssumeRoleCommand).resolves(credentials(1, 60));
  const open = assumeRole('tag-enforcement-read', 'check', new STSClient({ region: 'us-west-2' }));
  expect(await open('422448306679')).toEqual({
    accessKeyId: 'ASIA1',
    secretAccessKey: 'secret',
    sessionToken: 'token',
    expiration: at(60),
  });
  expect(sts.commandCalls(AssumeRoleCommand).map((call) => call.args[0].input)).toEqual([
    { RoleArn: 'arn:aws:iam::422448306679:role/tag-enforcement-read', RoleSessionName: 'check' },
  ]);
});

describe('credentials are reused', () => {
  test('while they are fresh, for each account separately, and renewed before they expire', async () => {
    const open = assumeRole('tag-enforcement-read', 'check', new STSClient({ region: 'us-west-2' }));
    sts
      .on(AssumeRoleCommand)
      .resolvesOnce(credentials(1, 60))
      .resolvesOnce(credentials(2, 60))
      .resolvesOnce(credentials(3, 120));
    const keyOf = async (accountId: string) => (await open(accountId)).accessKeyId;

    expect(await keyOf('422448306679')).toBe('ASIA1');
    expect(await keyOf('652235167018')).toBe('ASIA2');
    jest.setSystemTime(at(43, 59));
    expect(await keyOf('422448306679')).toBe('ASIA1');
    jest.setSystemTime(at(44));
    expect(await keyOf('422448306679')).toBe('ASIA3');
  });
});

test('a session with its own policy is for one order: its credentials are not reused, and it reuses none', async () => {
  sts
    .on(AssumeRoleCommand)
    .resolvesOnce(credentials(1, 60))
    .resolvesOnce(credentials(2, 60))
    .resolvesOnce(credentials(3, 60));
  const open = assumeRole('tag-enforcement-repair', 'repair', new STSClient({ region: 'us-west-2' }));
  expect((await open('422448306679')).accessKeyId).toBe('ASIA1');
  expect((await open('422448306679', '{}')).accessKeyId).toBe('ASIA2');
  expect((await open('422448306679', '{}')).accessKeyId).toBe('ASIA3');
  expect((await open('422448306679')).accessKeyId).toBe('ASIA1');
  expect(sts.commandCalls(AssumeRoleCommand).map((call) => call.args[0].input.Policy)).toEqual([
    undefined,
    '{}',
    '{}',
  ]);
});

describe('a role that cannot be assumed', () => {
  test("is named in the error, with STS's error as the cause", async () => {
    const denied = Object.assign(new Error('not authorized to perform: sts:AssumeRole'), {
      name: 'AccessDenied',
    });
    sts.on(AssumeRoleCommand).rejects(denied);
    await expect(assume('422448306679')).rejects.toMatchObject({
      name: 'RoleNotAssumable',
      message: expect.stringContaining('arn:aws:iam::422448306679:role/tag-enforcement-read'),
      cause: { message: denied.message },
    });
  });

  test('is also one for which STS returns no credentials', async () => {
    sts.on(AssumeRoleCommand).resolves({});
    await expect(assume('422448306679')).rejects.toBeInstanceOf(RoleNotAssumable);
  });

  test('is assumed again the next time', async () => {
    sts.on(AssumeRoleCommand).rejectsOnce(new Error('throttled')).resolves(credentials(2, 60));
    await expect(assume('422448306679')).rejects.toBeInstanceOf(RoleNotAssumable);
    await expect(assume('422448306679')).resolves.toMatchObject({ accessKeyId: 'ASIA2' });
  });
});

test('one client is used for an account and Region until its credentials are renewed', async () => {
  let accessKeyId = 'ASIA1';
  const destroyed: string[] = [];
  const open = clientIn(
    async () => ({ accessKeyId, secretAccessKey: 'secret', sessionToken: 'token', expiration: at(60) }),
    ({ region, credentials }) => {
      const name = `${region} ${credentials.accessKeyId}`;
      return { name, destroy: () => destroyed.push(name) };
    },
  );
  const first = await open('422448306679', 'us-west-2');
  expect(first.name).toBe('us-west-2 ASIA1');
  expect(await open('422448306679', 'us-west-2')).toBe(first);
  expect(await open('652235167018', 'us-west-2')).not.toBe(first);
  expect((await open('422448306679', 'eu-west-1')).name).toBe('eu-west-1 ASIA1');
  expect(destroyed).toEqual([]);

  accessKeyId = 'ASIA2';
  expect((await open('422448306679', 'us-west-2')).name).toBe('us-west-2 ASIA2');
  expect(destroyed).toEqual(['us-west-2 ASIA1']);
});
