import { EC2Client, ModifyInstanceAttributeCommand } from '@aws-sdk/client-ec2';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { removeProtection } from '../../../lambdas/aws/ec2-changes.ts';
import { aRefusal } from './a-refusal.ts';

const ec2 = mockClient(EC2Client);
beforeEach(() => {
  ec2.reset();
});

const opened: string[][] = [];
const remove = removeProtection(async (...place) => {
  opened.push(place);
  return new EC2Client({ region: 'us-west-2' });
});

test('the termination protection is turned off, and nothing else changes', async () => {
  ec2.on(ModifyInstanceAttributeCommand).resolves({});
  await remove('422448306679', 'us-west-2', 'i-1');
  expect(opened).toEqual([['422448306679', 'us-west-2']]);
  expect(ec2.commandCalls(ModifyInstanceAttributeCommand).map((call) => call.args[0].input)).toEqual([
    { InstanceId: 'i-1', DisableApiTermination: { Value: false } },
  ]);
});

test('a refusal is converted to an error of the domain', async () => {
  ec2.on(ModifyInstanceAttributeCommand).rejects(aRefusal('UnauthorizedOperation'));
  await expect(remove('422448306679', 'us-west-2', 'i-1')).rejects.toMatchObject({
    name: 'ActRefused',
    call: 'ModifyInstanceAttribute',
    why: 'unauthorized',
    message: 'ModifyInstanceAttribute refused 1 (unauthorized), first i-1.',
    cause: { name: 'UnauthorizedOperation' },
  });
});

test('any other error is thrown unchanged', async () => {
  ec2.on(ModifyInstanceAttributeCommand).rejects(new Error('a timeout'));
  await expect(remove('422448306679', 'us-west-2', 'i-1')).rejects.toThrow('a timeout');
});
