import { describe, expect, test } from '@jest/globals';
import { Tool, toolsOf } from '../../../../lambdas/domain/launcher/origin.ts';
import type { Identity } from '../../../../lambdas/domain/record/identity.ts';

const tags = (...keys: string[]) => keys.map((key) => ({ key, value: 'x' }));
const role = (roleName: string, invokedBy: string | null = null): Identity => ({
  is: 'role-session',
  roleName,
  sessionName: null,
  accessKeyId: null,
  serviceLinked: false,
  invokedBy,
});

test.each<[string, Tool[]]>([
  ['ToilNodeType', ['toil']],
  ['parallelcluster:cluster-name', ['parallelcluster']],
  ['AWSBatchServiceTag', ['batch']],
  ['aws:batch:compute-environment', ['batch']],
  ['karpenter.sh/nodepool', ['karpenter']],
  ['eks:cluster-name', ['eks']],
  ['kubernetes.io/cluster/hprc', ['eks']],
  ['aws:elasticmapreduce:job-flow-id', ['emr']],
  ['aws:servicecatalog:provisionedProductArn', ['service-catalog']],
  ['aws:cloudformation:stack-name', ['cloudformation']],
  ['aws:autoscaling:groupName', ['auto-scaling-group']],
  ['aws:ec2:fleet-id', ['ec2-fleet']],
  ['aws:ec2spot:fleet-request-id', ['spot']],
  ['aws:ec2launchtemplate:id', ['launch-template']],
  ['aws:ec2launchtemplate:version', []],
  ['Name', []],
  ['my-eks:thing', []],
])('a tag %s shows %j', (key, tools) => {
  expect(toolsOf(tags(key), undefined, null)).toEqual(tools);
});

test.each<[string, Identity, Tool[]]>([
  ['the service that called', role('developer', 'cloudformation.amazonaws.com'), ['cloudformation']],
  ['a role of the service', role('AWSServiceRoleForEC2SpotFleet'), ['spot']],
  [
    'a role of Toil',
    { is: 'instance-session', instanceId: 'i-1', roleName: 'hprc_toil', invokedBy: null },
    ['toil'],
  ],
  ['a role that sounds like it', role('turmoil'), []],
  ['an IAM user', { is: 'iam-user', userName: 'bob@ucsc.edu', invokedBy: null }, []],
])('%s', (_, identity, tools) => {
  expect(toolsOf([], identity, null)).toEqual(tools);
});

test('the most specific comes first, in the order of the schema', () => {
  const all = tags(
    'aws:ec2launchtemplate:id',
    'aws:autoscaling:groupName',
    'eks:cluster-name',
    'aws:ec2:fleet-id',
  );
  const tools = toolsOf(all, undefined, null);
  expect(tools).toEqual(['eks', 'auto-scaling-group', 'ec2-fleet', 'launch-template']);
  expect(Tool.options.filter((tool) => tools.includes(tool))).toEqual(tools);
});

describe('the origin', () => {
  test('shows the tool of its workers if it is a leader, but not the tool that launched the leader', () => {
    const leader = { kind: 'instance', tags: tags('ToilNodeType', 'aws:cloudformation:stack-name') } as const;
    expect(toolsOf([], undefined, leader)).toEqual(['toil']);
  });

  test('passes its tags to its instances if it is a group, propagated or not', () => {
    const group = { kind: 'auto-scaling-group', tags: tags('AWSBatchServiceTag') } as const;
    expect(toolsOf([], undefined, group)).toEqual(['batch']);
  });
});
