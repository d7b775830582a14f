import { CreateTagsCommand, EC2Client, EC2ServiceException } from '@aws-sdk/client-ec2';
import { PackedPolicyTooLargeException } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { tagInstances, tagResource } from '../../../lambdas/aws/ec2-tags.ts';
import { RoleNotAssumable } from '../../../lambdas/domain/errors.ts';
import { SessionPolicyTooLarge, WriteRefused } from '../../../lambdas/domain/grace-period/errors.ts';
import { resourceSessionPolicy, tagSessionPolicy } from '../../../lambdas/domain/grace-period/repair.ts';
import { anAssumeRole } from './an-assume-role.ts';

const ec2 = mockClient(EC2Client);
const assumed: unknown[][] = [];
beforeEach(() => {
  ec2.reset();
  assumed.length = 0;
});

const tag = tagInstances((...call) => {
  assumed.push(call);
  return anAssumeRole(...call);
});
const order = { instanceIds: ['i-1', 'i-2'], tag: { key: 'Owner', value: 'shared' }, over: ['Shared'] };

test('one tag is written on all instances of an order, in a session that allows nothing else', async () => {
  ec2.on(CreateTagsCommand).resolves({});
  await tag('422448306679', 'us-west-2', order);
  expect(assumed).toEqual([['422448306679', tagSessionPolicy('422448306679', 'us-west-2', order)]]);
  expect(ec2.commandCalls(CreateTagsCommand).map((call) => call.args[0].input)).toEqual([
    { Resources: ['i-1', 'i-2'], Tags: [{ Key: 'Owner', Value: 'shared' }] },
  ]);
});

test('a refusal by IAM is a WriteRefused', async () => {
  const name = 'UnauthorizedOperation';
  ec2.on(CreateTagsCommand).rejects(new EC2ServiceException({ name, $fault: 'client', $metadata: {} }));
  await expect(tag('422448306679', 'us-west-2', order)).rejects.toBeInstanceOf(WriteRefused);
});

test('any other error of EC2 is thrown', async () => {
  ec2.on(CreateTagsCommand).rejects(new Error('TagLimitExceeded'));
  await expect(tag('422448306679', 'us-west-2', order)).rejects.toThrow('TagLimitExceeded');
});

test('a policy that is too large only when STS packs it is a SessionPolicyTooLarge too', async () => {
  const cause = new PackedPolicyTooLargeException({ message: 'Packed policy consumes 140%', $metadata: {} });
  const full = tagInstances(() => Promise.reject(new RoleNotAssumable('arn', { cause })));
  await expect(full('422448306679', 'us-west-2', order)).rejects.toBeInstanceOf(SessionPolicyTooLarge);
  const denied = tagInstances(() => Promise.reject(new RoleNotAssumable('arn', { cause: 'AccessDenied' })));
  await expect(denied('422448306679', 'us-west-2', order)).rejects.toBeInstanceOf(RoleNotAssumable);
  expect(ec2.commandCalls(CreateTagsCommand)).toEqual([]);
});

describe('one resource', () => {
  const ofVolume = {
    arn: 'arn:aws:ec2:us-west-2:422448306679:volume/vol-1',
    tag: { key: 'Owner', value: 'bob@ucsc.edu' },
    over: ['Bob@ucsc.edu'],
  };
  const write = () =>
    tagResource((...call) => {
      assumed.push(call);
      return anAssumeRole(...call);
    })('422448306679', 'us-west-2', ofVolume);

  test('is tagged in a session that allows nothing else', async () => {
    ec2.on(CreateTagsCommand).resolves({});
    expect(await write()).toBe('written');
    expect(assumed).toEqual([['422448306679', resourceSessionPolicy(ofVolume)]]);
    expect(ec2.commandCalls(CreateTagsCommand).map((call) => call.args[0].input)).toEqual([
      { Resources: ['vol-1'], Tags: [{ Key: 'Owner', Value: 'bob@ucsc.edu' }] },
    ]);
  });

  test.each([
    ['UnauthorizedOperation', 'refused'],
    ['InvalidVolume.NotFound', 'gone'],
    ['InvalidGroup.NotFound', 'gone'],
    ['NatGatewayNotFound', 'gone'],
    ['InvalidAMIID.Unavailable', 'gone'],
    ['TagLimitExceeded', 'full'],
  ])('is not, if EC2 says %s: it is %s', async (name, result) => {
    ec2.on(CreateTagsCommand).rejects(new EC2ServiceException({ name, $fault: 'client', $metadata: {} }));
    expect(await write()).toBe(result);
  });

  test('throws any other error', async () => {
    const name = 'RequestLimitExceeded';
    ec2.on(CreateTagsCommand).rejects(new EC2ServiceException({ name, $fault: 'server', $metadata: {} }));
    await expect(write()).rejects.toThrow();
  });
});
