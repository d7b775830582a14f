import { describe, expect, test } from '@jest/globals';
import { tracesOf } from '../../../../lambdas/domain/launcher/origin.ts';
import { toolsOf } from '../../../../lambdas/domain/notice/advice.ts';
import { TOOLS } from '../../../../lambdas/domain/notice/tools.ts';
import type { Identity } from '../../../../lambdas/domain/record/identity.ts';
import type { Launch } from '../../../../lambdas/domain/record/launch.ts';
import { aLaunch } from '../../a-launch.ts';
import { aNoticeContext } from '../../a-notice-context.ts';

type Parent = Parameters<typeof tracesOf>[1];

const tag = (text: string) => {
  const [key = '', value = 'x'] = text.split('=');
  return { key, value };
};
const role = (roleName: string, invokedBy: string | null = null): Identity => ({
  is: 'role-session',
  roleName,
  sessionName: null,
  accessKeyId: null,
  serviceLinked: false,
  invokedBy,
});

/** The names of the tools that a launch shows. */
const shown = (tags: readonly string[], launch: Partial<Launch> = {}, parent: Parent = null): string[] => {
  const context = aNoticeContext({ round: { traces: tracesOf(tags.map(tag), parent) } });
  const input = { ...context.input, launch: aLaunch(launch) };
  return toolsOf({ ...context, input }).map(({ name }) => name);
};

test.each<[string, string[]]>([
  ['ToilNodeType', ['Toil']],
  ['parallelcluster:cluster-name', ['ParallelCluster']],
  ['AWSBatchServiceTag', ['AWS Batch (Nextflow, Cromwell)']],
  ['aws:batch:compute-environment', ['AWS Batch (Nextflow, Cromwell)']],
  ['karpenter.sh/nodepool', ['Karpenter']],
  ['eks:nodegroup-name', ['EKS node group']],
  ['kops.k8s.io/instancegroup', ['kOps']],
  ['openshiftClusterID', ['OpenShift']],
  ['sigs.k8s.io/cluster-api-provider-aws/cluster/hprc', ['Cluster API']],
  ['kubernetes.io/cluster/hprc', []],
  ['aws:elasticmapreduce:job-flow-id', ['EMR']],
  ['elasticbeanstalk:environment-name', ['Elastic Beanstalk']],
  ['aws:cloud9:environment', ['Cloud9']],
  ['AWSElasticDisasterRecoveryManaged', ['Elastic Disaster Recovery']],
  ['AWSApplicationMigrationServiceManaged', ['Application Migration Service (MGN)']],
  ['CreatedBy=EC2 Image Builder', ['Image Builder']],
  ['CreatedBy=me', []],
  ['skypilot-cluster-name', ['SkyPilot']],
  ['ray-cluster-name', ['Ray']],
  ['Dask Cluster', ['Dask (EC2Cluster)']],
  ['createdBy=dask-cloudprovider', ['Dask (EC2Cluster)']],
  ['createdBy=me', []],
  ['Vendor=Databricks', ['Databricks']],
  ['Vendor=Illumina', []],
  ['Name=Packer Builder', ['Packer']],
  ['aws:servicecatalog:provisionedProductArn', ['Service Catalog']],
  ['aws:cloudformation:stack-name', ['CloudFormation, CDK']],
  ['aws:autoscaling:groupName', ['Auto Scaling group']],
  ['aws:ec2:fleet-id', ['EC2 Fleet']],
  ['aws:ec2spot:fleet-request-id', ['Spot Fleet']],
  ['aws:ec2launchtemplate:id', ['Launch template']],
  ['aws:ec2launchtemplate:version', []],
  ['Name', []],
  ['my-eks:thing', []],
])('a tag %s shows %j', (key, names) => {
  expect(shown([key])).toEqual(names);
});

test.each<[string, string[]]>([
  ['APN/1.0 HashiCorp/1.0 Terraform/1.11.2 (+https://www.terraform.io)', ['Terraform, OpenTofu']],
  ['terraform/0.7.9 aws-sdk-go/1.4.8', ['Terraform, OpenTofu']],
  ['APN/1.0 Pulumi/1.0 PulumiAwsNative/1.12', ['Pulumi']],
  ['aws-sdk-go/1.44.9 (go1.20.1; linux; amd64) openshift.io cluster-api-provider-aws/4.12.0', ['OpenShift']],
  ['aws-cli/2.31.9 md/installer#exe', []],
  ['Boto3/1.40.1 terraforming', []],
])('the program %s shows %j', (userAgent, names) => {
  expect(shown([], { userAgent })).toEqual(names);
});

test.each<[string, Identity, string[]]>([
  ['the service that called', role('developer', 'cloudformation.amazonaws.com'), ['CloudFormation, CDK']],
  [
    'a role of the service',
    role('AWSServiceRoleForEC2SpotFleet'),
    ['Spot Fleet', 'An AWS service (RDS Custom or another)'],
  ],
  ['the default role of a service', role('AWSBackupDefaultServiceRole'), ['AWS Backup']],
  ['the default role of EMR', role('EMR_DefaultRole'), ['EMR']],
  ['the role of the instances of EMR, which launch something else', role('EMR_EC2_DefaultRole'), []],
  [
    'the role that the console makes for Spot Fleets',
    role('aws-ec2-spot-fleet-tagging-role'),
    ['Spot Fleet'],
  ],
  [
    'a role of a service that no entry names',
    role('AWSServiceRoleForFSx'),
    ['An AWS service (RDS Custom or another)'],
  ],
  [
    'a role of Toil',
    { is: 'instance-session', instanceId: 'i-1', roleName: 'HPRC_Toil', invokedBy: null },
    ['Toil'],
  ],
  ['a role that sounds like it', role('turmoil'), []],
  ['an IAM user', { is: 'iam-user', userName: 'bob@ucsc.edu', invokedBy: null }, []],
])('%s', (_, identity, names) => {
  expect(shown([], { identity })).toEqual(names);
});

test('whom CloudTrail named later counts like the record', () => {
  const context = aNoticeContext({
    launcher: { userName: null, description: 'a role', evidence: null, identity: role('toil') },
  });
  const { identity, ...launch } = aLaunch();
  const later = { ...context, input: { ...context.input, launch } };
  expect(toolsOf(later).map(({ name }) => name)).toEqual(['Toil']);
});

test('the most specific comes first, in the order of the list', () => {
  const names = shown(['aws:ec2launchtemplate:id', 'aws:autoscaling:groupName', 'eks:cluster-name']);
  expect(names).toEqual(['EKS node group', 'Auto Scaling group', 'Launch template']);
});

describe('the origin', () => {
  test('shows the tool of its workers if it is a leader, but not the tool that launched the leader', () => {
    const tags = [tag('ToilNodeType'), tag('aws:cloudformation:stack-name')];
    expect(shown([], {}, { kind: 'instance', tags })).toEqual(['Toil']);
  });

  test('passes its tags to its instances if it is a group, propagated or not', () => {
    const tags = [tag('AWSBatchServiceTag')];
    expect(shown([], {}, { kind: 'auto-scaling-group', tags })).toEqual(['AWS Batch (Nextflow, Cromwell)']);
  });
});

describe('of many and long tags', () => {
  test('those that only AWS can write are kept, then the first fifty', () => {
    const mine = Array.from({ length: 60 }, (_, index) => tag(`mine-${index}`));
    const { tags } = tracesOf([...mine, tag('aws:ec2:fleet-id'), ...mine], null);
    expect(tags.map(({ key }) => key)).toEqual([
      'aws:ec2:fleet-id',
      ...mine.slice(0, 49).map(({ key }) => key),
    ]);
  });

  test('the beginning is kept, and no half of a character', () => {
    const long = { key: `${'k'.repeat(63)}😀`, value: '😀'.repeat(20) };
    expect(tracesOf([long], null).tags).toEqual([{ key: 'k'.repeat(63), value: '😀'.repeat(12) }]);
  });
});

test('each entry has a name and a source of its own', () => {
  expect(new Set(TOOLS.map(({ name }) => name)).size).toBe(TOOLS.length);
  for (const { source } of TOOLS) expect(source).toMatch(/^https:\/\/[\w.-]+\/\S+$/);
});
