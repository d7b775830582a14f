import { CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { tagInstances } from '../../../lambdas/aws/tag-instances.ts';

const ec2 = mockClient(EC2Client);
beforeEach(() => {
  ec2.reset();
});

const opened: string[][] = [];
const tag = tagInstances(async (...place) => {
  opened.push(place);
  return new EC2Client({ region: 'us-west-2' });
});

test('one tag is written on all instances of an order', async () => {
  ec2.on(CreateTagsCommand).resolves({});
  await tag('422448306679', 'us-west-2', ['i-1', 'i-2'], { key: 'Owner', value: 'shared' });
  expect(opened).toEqual([['422448306679', 'us-west-2']]);
  expect(ec2.commandCalls(CreateTagsCommand).map((call) => call.args[0].input)).toEqual([
    { Resources: ['i-1', 'i-2'], Tags: [{ Key: 'Owner', Value: 'shared' }] },
  ]);
});

test('what EC2 refuses is thrown', async () => {
  ec2.on(CreateTagsCommand).rejects(new Error('TagLimitExceeded'));
  const tagged = tag('422448306679', 'us-west-2', ['i-1'], { key: 'Owner', value: 'shared' });
  await expect(tagged).rejects.toThrow('TagLimitExceeded');
});
