import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import {
  AllocateAddressCommand,
  CreateSecurityGroupCommand,
  CreateVolumeCommand,
  EC2Client,
  RunInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CreateRoleCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { expect, test } from '@jest/globals';
import { costReader } from '../../lambdas/aws/cost-explorer.ts';
import { describeEc2 } from '../../lambdas/aws/describe-ec2.ts';
import { listResources } from '../../lambdas/aws/list-resources.ts';
import { GLOBAL } from '../../lambdas/domain/report/arn.ts';
import { MOTO_URL } from './moto-url.ts';
import { rootOf } from './root-of.ts';

// The embedded AWS makes no reports.

/** An account in which nothing else is. */
const ACCOUNT = '555500001111';
const REGION = 'us-west-2';
const settings = {
  region: REGION,
  credentials: {
    ...rootOf(ACCOUNT),
    sessionToken: 'of-a-test',
    expiration: new Date(Date.now() + 3_600_000),
  },
};
const place = { accountId: ACCOUNT, region: REGION };
const bob = { Key: 'Owner', Value: 'zoë+50%=&?<1>@ucsc.edu' };
const BOB = { key: bob.Key, value: bob.Value };

test('the tagging API lists what is tagged in a Region, more than a page', async () => {
  const sns = new SNSClient(settings);
  const names = Array.from({ length: 105 }, (_, index) => `topic-${index}`);
  await Promise.all(names.map((Name) => sns.send(new CreateTopicCommand({ Name, Tags: [bob] }))));
  await sns.send(new CreateTopicCommand({ Name: 'never-tagged' }));
  const elsewhere = new SNSClient({ ...settings, region: 'us-east-1' });
  await elsewhere.send(new CreateTopicCommand({ Name: 'elsewhere', Tags: [bob] }));
  const list = listResources(place, settings);
  const topics = (await list.tagged()).filter(({ arn }) => arn.startsWith('arn:aws:sns:'));
  expect(new Map(topics.map(({ arn, tags }) => [arn, tags]))).toEqual(
    new Map(names.map((name) => [`arn:aws:sns:${REGION}:${ACCOUNT}:${name}`, [BOB]])),
  );
  // What has a Region is no part of what has none.
  const inUsEast1 = { ...settings, region: 'us-east-1' };
  expect(await listResources({ ...place, region: GLOBAL }, inUsEast1).tagged()).toEqual([]);
  list.close();
});

test('IAM lists roles and users with their tags', async () => {
  const iam = new IAMClient({ ...settings, region: 'us-east-1' });
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  await iam.send(new CreateRoleCommand({ RoleName: 'pipeline', AssumeRolePolicyDocument, Tags: [bob] }));
  await iam.send(new CreateUserCommand({ UserName: 'robot' }));
  const found = await listResources({ ...place, region: GLOBAL }, settings).ofIam();
  expect(found).toHaveLength(2);
  expect(found).toEqual(
    expect.arrayContaining([
      { arn: `arn:aws:iam::${ACCOUNT}:role/pipeline`, tags: [BOB] },
      { arn: `arn:aws:iam::${ACCOUNT}:user/robot`, tags: [] },
    ]),
  );
});

test('EC2 shows all tags, more than a page, what is idle, and what AWS made', async () => {
  const ec2 = new EC2Client(settings);
  const { Instances: [instance] = [] } = await ec2.send(
    new RunInstancesCommand({ ImageId: 'ami-12c6146b', MinCount: 1, MaxCount: 1, InstanceType: 't3.micro' }),
  );
  const { InstanceId = '' } = instance ?? {};
  await ec2.send(new StopInstancesCommand({ InstanceIds: [InstanceId] }));
  const volumes = await Promise.all(
    Array.from({ length: 60 }, () =>
      ec2.send(
        new CreateVolumeCommand({
          AvailabilityZone: `${REGION}a`,
          Size: 1,
          TagSpecifications: [{ ResourceType: 'volume', Tags: [bob] }],
        }),
      ),
    ),
  );
  const ids = volumes.map(({ VolumeId = '' }) => VolumeId);
  const { GroupId = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'of-a-test', Description: 'of a test' }),
  );
  const { AllocationId = '' } = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));

  const reader = describeEc2(place, settings);
  expect(await reader.tags()).toEqual(new Map(ids.map((id) => [id, [BOB]])));
  const { described, describedTypes } = await reader.describe(true);
  reader.close();
  const of = (type: string) => described.filter((one) => one.type === type);
  expect(of('instance')).toEqual([
    {
      type: 'instance',
      id: InstanceId,
      isAwsOwn: false,
      idle: { is: 'stopped', since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) },
      imageId: 'ami-12c6146b',
    },
  ]);
  const unattached = of('volume').filter(({ idle }) => idle?.is === 'unattached');
  expect(unattached.map(({ id }) => id).sort()).toEqual([...ids].sort());
  expect(of('volume')).toHaveLength(ids.length + 1);
  expect(of('security-group').find(({ id }) => id === GroupId)?.isAwsOwn).toBe(false);
  expect(of('elastic-ip').map(({ id }) => id)).toEqual([AllocationId]);
  // What every account has from the beginning.
  for (const type of ['vpc', 'subnet', 'network-acl', 'route-table']) {
    expect([type, of(type).length > 0, of(type).every(({ isAwsOwn }) => isAwsOwn)]).toEqual([
      type,
      true,
      true,
    ]);
  }
  expect(of('security-group').some(({ isAwsOwn }) => isAwsOwn)).toBe(true);
  expect([...describedTypes]).toEqual(expect.arrayContaining(['instance', 'volume', 'snapshot', 'key-pair']));
});

test('Cost Explorer is asked five questions, and the answers are read', async () => {
  const TimePeriod = { Start: '2026-10-01', End: '2026-11-01' };
  const cost = (Amount: string) => ({ UnblendedCost: { Amount, Unit: 'USD' } });
  const grouped = (...groups: readonly (readonly [string[], string])[]) => ({
    ResultsByTime: [
      {
        TimePeriod,
        Estimated: false,
        Groups: groups.map(([Keys, amount]) => ({ Keys, Metrics: cost(amount) })),
      },
    ],
  });
  const results = [
    { ResultsByTime: [{ TimePeriod, Estimated: true, Total: cost('30.25'), Groups: [] }] },
    grouped([[ACCOUNT], '30.25']),
    grouped([['Owner$', ACCOUNT], '20'], [['Owner$zoë@ucsc.edu', ACCOUNT], '10.25']),
    grouped([[ACCOUNT, 'AmazonS3'], '25']),
    grouped([[ACCOUNT, 'Credit'], '-5']),
  ];
  const set = await fetch(`${MOTO_URL}/moto-api/static/ce/cost-and-usage-results`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account_id: ACCOUNT, region: 'us-east-1', results }),
  });
  expect(set.status).toBe(201);
  const ce = new CostExplorerClient({ ...settings, region: 'us-east-1' });
  const months = { from: '2026-10-01', until: '2026-11-01' };
  expect(await costReader(ce, null)({ accountIds: [ACCOUNT], ownerKey: 'Owner', months })).toEqual({
    currency: 'USD',
    totals: [{ month: '2026-10', amount: '30.25', isOpen: true }],
    accounts: [{ month: '2026-10', keys: [ACCOUNT], amount: '30.25' }],
    owners: [
      { month: '2026-10', keys: ['Owner$', ACCOUNT], amount: '20' },
      { month: '2026-10', keys: ['Owner$zoë@ucsc.edu', ACCOUNT], amount: '10.25' },
    ],
    usage: [{ month: '2026-10', keys: [ACCOUNT, 'AmazonS3'], amount: '25' }],
    others: [{ month: '2026-10', keys: [ACCOUNT, 'Credit'], amount: '-5' }],
  });
});
