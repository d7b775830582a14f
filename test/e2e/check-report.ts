import assert from 'node:assert/strict';
import {
  DescribeInternetGatewaysCommand,
  DescribeLaunchTemplatesCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { commandsOf } from '../docs/runbook.ts';
import { arnsIn, pageText } from '../lambdas/report/page-text.ts';
import { HUB_REGION, REGIONS, SUB_ACCOUNT_NAMES, type SubAccountName } from './configuration.ts';
import { readInstances } from './instances.ts';
import type { Resource } from './stacks.ts';
import type { Stage } from './stage.ts';
import type { Target } from './target.ts';

/** The ids that EC2 of the emulator lists, but for those of the default VPC and of what comes with every VPC. */
const ec2Ids = async (target: Target, account: SubAccountName, region: string): Promise<string[]> => {
  const ec2 = new EC2Client(target.client(account, region));
  const instances = await readInstances(target, account, region);
  const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({}));
  const { NetworkInterfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({}));
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({}));
  const { NetworkAcls = [] } = await ec2.send(new DescribeNetworkAclsCommand({}));
  const { InternetGateways = [] } = await ec2.send(new DescribeInternetGatewaysCommand({}));
  const { LaunchTemplates = [] } = await ec2.send(new DescribeLaunchTemplatesCommand({}));
  const defaults = Vpcs.flatMap(({ VpcId, IsDefault }) => (IsDefault ? [VpcId] : []));
  return [
    ...instances.filter(({ ended }) => !ended).map(({ instanceId }) => instanceId),
    ...Volumes.map(({ VolumeId = '' }) => VolumeId),
    ...NetworkInterfaces.filter(({ RequesterManaged }) => !RequesterManaged).map(
      ({ NetworkInterfaceId = '' }) => NetworkInterfaceId,
    ),
    ...SecurityGroups.filter(({ GroupName }) => GroupName !== 'default').map(({ GroupId = '' }) => GroupId),
    ...Vpcs.filter(({ IsDefault }) => !IsDefault).map(({ VpcId = '' }) => VpcId),
    ...Subnets.filter(({ DefaultForAz }) => !DefaultForAz).map(({ SubnetId = '' }) => SubnetId),
    ...RouteTables.filter(({ Associations = [] }) => !Associations.some(({ Main }) => Main)).map(
      ({ RouteTableId = '' }) => RouteTableId,
    ),
    ...NetworkAcls.filter(({ IsDefault }) => !IsDefault).map(({ NetworkAclId = '' }) => NetworkAclId),
    ...InternetGateways.filter(
      ({ Attachments = [] }) => !Attachments.some(({ VpcId }) => defaults.includes(VpcId)),
    ).map(({ InternetGatewayId = '' }) => InternetGatewayId),
    ...LaunchTemplates.map(({ LaunchTemplateId = '' }) => LaunchTemplateId),
  ];
};

/** What the tagging API lists, but for EC2's: it shows terminated instances, as AWS's does for a while. */
const taggedArns = async (target: Target, account: SubAccountName, region: string): Promise<string[]> => {
  const tagging = new ResourceGroupsTaggingAPIClient(target.client(account, region));
  const { ResourceTagMappingList = [], PaginationToken } = await tagging.send(
    new GetResourcesCommand({ ResourcesPerPage: 100 }),
  );
  assert.equal(PaginationToken || '', '', 'the test reads one page');
  return ResourceTagMappingList.flatMap(({ ResourceARN = '' }) =>
    ResourceARN.startsWith('arn:aws:ec2:') ? [] : [ResourceARN],
  );
};

/** A resource of EC2 by its id, all others by their ARN without the end that CloudWatch Logs adds. */
const nameOf = (arn: string): string =>
  arn.startsWith('arn:aws:ec2:') ? (arn.split('/').at(-1) ?? '') : arn.replace(/:\*$/, '');

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

/** The pages of a report, by the names of their files. */
export type Pages = ReadonlyMap<string, string>;

/** Makes the report by the runbook's command, and reads its pages. */
export const makeReport = async (
  { report, target, operate }: Stage,
  resources: readonly Resource[],
): Promise<Pages> => {
  const bucket = resources.find(
    ({ stack, type }) => stack === 'TagEnforcement-Report' && type === 'AWS::S3::Bucket',
  );
  const s3 = new S3Client(target.client('hub', HUB_REGION));
  const pages = new Map<string, string>();
  await report.check(
    'npm run report makes a page for administrators, and one for each program manager',
    async () => {
      const command = commandsOf('tag-enforcement-report-failed', {}).find((one) => one.startsWith('npm'));
      const { exitCode, text } = await operate(command);
      assert.equal(exitCode, 0, text);
      const keys = [...text.matchAll(/prefix=(pages%2F\S+)$/gm)].map(([, key = '']) =>
        decodeURIComponent(key),
      );
      assert.deepEqual(
        keys.map((key) => key.split('/').at(-1)),
        ['all.html', ...SUB_ACCOUNT_NAMES.map((name) => `${target.accounts[name]}.html`)],
      );
      for (const Key of keys) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket?.id, Key }));
        pages.set(Key.split('/').at(-1) ?? '', (await Body?.transformToString()) ?? '');
      }
    },
  );
  return pages;
};

/**
 * Makes the report, and checks its pages. ministack has neither Resource Explorer nor Cost Explorer: so the report falls back to
 * the tagging API and EC2, and says so. IAM's roles have no Region: they are not compared here.
 */
export const checkReport = async (stage: Stage, resources: readonly Resource[]): Promise<Pages> => {
  const { report, target } = stage;
  report.step('the report of who owns what');
  const pages = await makeReport(stage, resources);
  const all = pages.get('all.html') ?? '';
  for (const account of SUB_ACCOUNT_NAMES) {
    for (const region of REGIONS[account]) {
      await report.check(`${account}, ${region}: it shows what AWS lists, and nothing else`, async () => {
        const id = target.accounts[account];
        const tagged = await taggedArns(target, account, region);
        const buckets = tagged.filter((arn) => arn.startsWith('arn:aws:s3:::'));
        const expected = [
          ...(await ec2Ids(target, account, region)),
          ...tagged.filter((arn) => arn.split(':')[3] === region || buckets.includes(arn)).map(nameOf),
        ];
        const shown = arnsIn(pages.get(`${id}.html`) ?? '').filter(
          (arn) => arn.split(':')[3] === region || buckets.includes(arn),
        );
        assert.deepEqual(sorted(shown.map(nameOf)), sorted(expected));
        assert.equal(shown.length, new Set(shown).size);
        assert.ok(expected.length > 0);
      });
    }
  }
  await report.check(
    "program managers' pages hold no other account; together they hold what the administrators' does",
    () => {
      const theirs = SUB_ACCOUNT_NAMES.flatMap((name) => {
        const page = pages.get(`${target.accounts[name]}.html`) ?? '';
        for (const other of SUB_ACCOUNT_NAMES.filter((one) => one !== name)) {
          assert.ok(!pageText(page).includes(target.accounts[other]), `${name}'s page holds ${other}`);
        }
        return arnsIn(page);
      });
      assert.deepEqual(sorted(theirs), sorted(arnsIn(all)));
    },
  );
  await report.check(
    'it says what it leaves out without Resource Explorer, and that there are no costs',
    () => {
      assert.match(pageText(all), /Resource Explorer cannot be used \(/);
      assert.match(pageText(all), /There are no costs/);
    },
  );
  return pages;
};
