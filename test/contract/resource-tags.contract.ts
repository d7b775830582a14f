import {
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateSnapshotCommand,
  CreateSubnetCommand,
  CreateVolumeCommand,
  CreateVpcCommand,
  DeleteVolumeCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { existing } from '../../lambdas/aws/read-ec2-tags.ts';
import type { Tag } from '../../lambdas/domain/instances.ts';
import type { Aws } from './aws.ts';
import { AWSES } from './awses.ts';
import { embeddedAws } from './embedded-aws.ts';
import { rootOf } from './root-of.ts';
import { DRY, ENFORCED_ELSEWHERE, variable } from './stacks.ts';

const ROLE = variable('reminders', 'CORRECT_ROLE_NAME');
const READ_ROLE = variable('propagate', 'PROPAGATE_ROLE_NAME');
const NEAR = { key: 'owner', value: 'Zoë+50%=&?<1>@ucsc.edu ' };
const OWNER = { key: 'Owner', value: 'zoë+50%=&?<1>@ucsc.edu' };
/** A Region in which no other contract launches hundreds. */
const HERE = ENFORCED_ELSEWHERE;

const arnOf = (volumeId: string, { accountId, region } = HERE) =>
  `arn:aws:ec2:${region}:${accountId}:volume/${volumeId}`;

/** Corrects a volume with these tags as `reminders` does, and reads its tags afterwards. */
const correct = async (aws: Aws, tags: readonly Tag[], over: readonly string[], place = HERE) => {
  const { accountId, region } = place;
  const [instanceId = ''] = (await aws.launch({ place })).instanceIds;
  const volumeId = await aws.attachVolume(place, instanceId, tags);
  const order = { arn: arnOf(volumeId, place), tag: OWNER, over };
  const result = await aws.clients('reminders').tagResource(ROLE)(accountId, region, order);
  const reader = await aws.ec2Clients('propagate').readAttachmentsIn(READ_ROLE)(accountId, region);
  return { result, tags: (await reader.tags([volumeId])).get(volumeId) ?? [] };
};

describe.each(AWSES)('a resource of EC2 is tagged in $name', ({ open }) => {
  const aws = open();

  test('beside its near miss and all other tags', async () => {
    const tags = [{ key: 'Name', value: 'scratch' }, NEAR];
    const corrected = await correct(aws, tags, [NEAR.value]);
    expect(corrected.result).toBe('written');
    expect(corrected.tags).toHaveLength(3);
    expect(corrected.tags).toEqual(expect.arrayContaining([...tags, OWNER]));
  });

  test('not at all if it does not exist', async () => {
    const { accountId, region } = HERE;
    const order = { arn: arnOf('vol-0fffffffffffffff0'), tag: OWNER, over: [] };
    expect(await aws.clients('reminders').tagResource(ROLE)(accountId, region, order)).toBe('gone');
  });
});

// moto does not evaluate policies.
test('in the embedded AWS, IAM refuses to write over an Owner that was not read', async () => {
  const aws = embeddedAws();
  const bob = { key: 'Owner', value: 'bob@ucsc.edu' };
  expect(await correct(aws, [NEAR, bob], [NEAR.value])).toEqual({ result: 'refused', tags: [NEAR, bob] });
  const overwritten = await correct(aws, [NEAR, bob], [NEAR.value, bob.value]);
  expect(overwritten.result).toBe('written');
  await expect(correct(aws, [NEAR], [NEAR.value], DRY)).rejects.toThrow();
});

// Only moto has them all.
test('of what is looked for, that which exists is shown, by the ids of its type', async () => {
  const ec2 = new EC2Client({ region: HERE.region, credentials: rootOf('333300007777') });
  const volume = () => ec2.send(new CreateVolumeCommand({ AvailabilityZone: `${HERE.region}a`, Size: 1 }));
  const { VolumeId = '' } = await volume();
  const { VolumeId: deleted = '' } = await volume();
  await ec2.send(new DeleteVolumeCommand({ VolumeId: deleted }));
  const { VpcId = '' } = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }))).Vpc ?? {};
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.9.1.0/24' }));
  const { SubnetId = '' } = Subnet ?? {};
  const { GroupId = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId, GroupName: 'of-a-test', Description: 'of a test' }),
  );
  const { NetworkInterface } = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }));
  const { NetworkInterfaceId = '' } = NetworkInterface ?? {};
  const { SnapshotId = '' } = await ec2.send(new CreateSnapshotCommand({ VolumeId }));
  for (const [type, id, gone] of [
    ['volume', VolumeId, deleted],
    ['vpc', VpcId, 'vpc-0fffffffffffffff0'],
    ['subnet', SubnetId, 'subnet-0fffffffffffffff0'],
    ['security-group', GroupId, 'sg-0fffffffffffffff0'],
    ['network-interface', NetworkInterfaceId, 'eni-0fffffffffffffff0'],
    ['snapshot', SnapshotId, 'snap-0fffffffffffffff0'],
  ] as const) {
    expect([type, await existing(ec2, `ec2:${type}`, [id, gone])]).toEqual([type, new Set([id])]);
  }
});
