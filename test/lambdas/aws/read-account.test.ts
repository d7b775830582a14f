import { DescribeInstancesCommand, DescribeTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { readAccountIn } from '../../../lambdas/aws/read-account.ts';

const ec2 = mockClient(EC2Client);
beforeEach(() => {
  ec2.reset();
});

const opened: string[][] = [];
const reader = () =>
  readAccountIn(async (...place) => {
    opened.push(place);
    return new EC2Client({ region: 'us-west-2' });
  })('422448306679', 'us-west-2');

test('all instances of an account and Region are read, page by page, with the names of their launches', async () => {
  ec2
    .on(DescribeInstancesCommand)
    .resolvesOnce({
      Reservations: [
        {
          ReservationId: 'r-1',
          Instances: [
            { InstanceId: 'i-1', State: { Name: 'running' }, ClientToken: 'a-token' },
            { InstanceId: 'i-2', State: { Name: 'stopped' }, ClientToken: '' },
          ],
        },
      ],
      NextToken: 'second',
    })
    .resolves({ Reservations: [{ ReservationId: 'r-3', Instances: [{ InstanceId: 'i-3' }] }, {}] });
  const found = await (await reader()).existing();
  expect(opened).toEqual([['422448306679', 'us-west-2']]);
  expect(
    found.map(({ instance: { instanceId, state }, ...named }) => ({ instanceId, state, ...named })),
  ).toEqual([
    {
      instanceId: 'i-1',
      state: 'running',
      region: 'us-west-2',
      reservationId: 'r-1',
      clientToken: 'a-token',
    },
    { instanceId: 'i-2', state: 'stopped', region: 'us-west-2', reservationId: 'r-1', clientToken: null },
    { instanceId: 'i-3', state: 'pending', region: 'us-west-2', reservationId: 'r-3', clientToken: null },
  ]);
  const asked = {
    Filters: [{ Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] }],
    MaxResults: 1000,
    IncludeManagedResources: true,
  };
  expect(ec2.commandCalls(DescribeInstancesCommand).map((call) => call.args[0].input)).toEqual([
    asked,
    { ...asked, NextToken: 'second' },
  ]);
});

test('tags are read by instance', async () => {
  ec2.on(DescribeTagsCommand).resolves({ Tags: [{ ResourceId: 'i-1', Key: 'Owner', Value: 'shared' }] });
  const { tags } = await reader();
  expect([...(await tags(['i-1', 'i-2']))]).toEqual([['i-1', [{ key: 'Owner', value: 'shared' }]]]);
});
