import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeTagsCommand,
  type TagDescription,
} from '@aws-sdk/client-auto-scaling';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { autoScalingIn, readGroupTags } from '../../../lambdas/aws/auto-scaling.ts';
import { anAssumeRole } from './an-assume-role.ts';

const autoScaling = mockClient(AutoScalingClient);
beforeEach(() => {
  autoScaling.reset();
});

const read = readGroupTags(autoScalingIn(anAssumeRole));

const aGroup = (Tags: TagDescription[]) => ({
  AutoScalingGroupName: 'workers',
  MinSize: 0,
  MaxSize: 1,
  DesiredCapacity: 1,
  DefaultCooldown: 300,
  AvailabilityZones: [],
  HealthCheckType: 'EC2',
  CreatedTime: new Date(0),
  Tags,
});

test('the tags of a group are read page by page, including those without a value', async () => {
  autoScaling
    .on(DescribeTagsCommand)
    .resolvesOnce({
      Tags: [
        { ResourceId: 'workers', Key: 'Owner', Value: 'bob@ucsc.edu', PropagateAtLaunch: false },
        { ResourceId: 'workers', Key: 'empty' },
      ],
      NextToken: 'second',
    })
    .resolvesOnce({ Tags: [{ ResourceId: 'workers', Key: 'Name', Value: 'w' }] });
  expect(await read('422448306679', 'eu-west-1', 'workers')).toEqual([
    { key: 'Owner', value: 'bob@ucsc.edu' },
    { key: 'empty', value: '' },
    { key: 'Name', value: 'w' },
  ]);
  const Filters = [{ Name: 'auto-scaling-group', Values: ['workers'] }];
  const calls = autoScaling.commandCalls(DescribeTagsCommand);
  expect(calls.map((call) => call.args[0].input)).toEqual([{ Filters }, { Filters, NextToken: 'second' }]);
  const { config } = calls[0]?.thisValue ?? {};
  expect(await config?.region()).toBe('eu-west-1');
  expect(await config?.credentials()).toMatchObject({ accessKeyId: 'ASIA422448306679' });
});

test('an asterisk in a name is no wildcard, and the tags of another group are ignored', async () => {
  autoScaling.on(DescribeTagsCommand).resolves({
    Tags: [
      { ResourceId: 'work*', Key: 'Owner', Value: 'bob@ucsc.edu' },
      { ResourceId: 'workers', Key: 'Owner', Value: 'ann@ucsc.edu' },
    ],
  });
  expect(await read('422448306679', 'us-west-2', 'work*')).toEqual([{ key: 'Owner', value: 'bob@ucsc.edu' }]);
  const [call] = autoScaling.commandCalls(DescribeTagsCommand);
  expect(call?.args[0].input.Filters).toEqual([{ Name: 'auto-scaling-group', Values: ['work*'] }]);
});

test('without tags, the group itself is read: it may have tags, have none, or not exist', async () => {
  autoScaling.on(DescribeTagsCommand).resolves({});
  autoScaling
    .on(DescribeAutoScalingGroupsCommand)
    .resolvesOnce({ AutoScalingGroups: [aGroup([{ Key: 'Owner', Value: 'bob@ucsc.edu' }])] })
    .resolvesOnce({ AutoScalingGroups: [aGroup([])] })
    .resolvesOnce({ AutoScalingGroups: [] });
  const looks = [];
  for (let look = 0; look < 3; look += 1) looks.push(await read('422448306679', 'us-west-2', 'workers'));
  expect(looks).toEqual([[{ key: 'Owner', value: 'bob@ucsc.edu' }], [], null]);
  const [call] = autoScaling.commandCalls(DescribeAutoScalingGroupsCommand);
  expect(call?.args[0].input).toEqual({ AutoScalingGroupNames: ['workers'] });
});
