import { expect, test } from '@jest/globals';
import { ec2In } from '../../../lambdas/aws/ec2.ts';
import { at } from '../at.ts';

test("a client acts in the account's role and in the Region asked for, and retries through throttling", async () => {
  const assumed: string[] = [];
  const open = ec2In(async (accountId) => {
    assumed.push(accountId);
    return { accessKeyId: 'ASIA1', secretAccessKey: 'secret', sessionToken: 'token', expiration: at(60) };
  });
  const { config } = await open('422448306679', 'eu-west-1');
  expect(assumed).toEqual(['422448306679']);
  expect(await config.region()).toBe('eu-west-1');
  expect(await config.maxAttempts()).toBe(8);
  expect(await config.credentials()).toMatchObject({ accessKeyId: 'ASIA1', sessionToken: 'token' });
});
