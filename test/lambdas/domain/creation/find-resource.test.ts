import { describe, expect, test } from '@jest/globals';
import { creationIn } from '../../../../lambdas/domain/creation/creation.ts';
import { ACCOUNT_ID, aCreationMessage, REGION } from './a-creation-message.ts';

const located = (call: string, request: unknown, response: unknown) => {
  const recorded = creationIn(aCreationMessage(call, request, response));
  return recorded.is === 'creation'
    ? [recorded.creation.resourceType, ...recorded.creation.arns]
    : recorded.is;
};

const here = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${rest}`;

describe('an ARN of the type in the response', () => {
  test.each<[string, string, unknown, unknown, string[]]>([
    [
      'at any depth, in any case',
      'dynamodb CreateTable',
      { tableName: 'reads' },
      {
        tableDescription: {
          tableName: 'reads',
          latestStreamArn: here('dynamodb', 'table/reads/stream/2026-11-03T16:00:00.000'),
          tableArn: here('dynamodb', 'table/reads'),
        },
      },
      ['dynamodb:table', here('dynamodb', 'table/reads')],
    ],
    [
      'written aRN',
      'secretsmanager CreateSecret',
      { name: 'lab/db' },
      { aRN: here('secretsmanager', 'secret:lab/db-Ab12Cd'), name: 'lab/db' },
      ['secretsmanager:secret', here('secretsmanager', 'secret:lab/db-Ab12Cd')],
    ],
    [
      'beside ARNs of other types',
      'lambda CreateFunction20150331',
      { functionName: 'align', role: 'arn:aws:iam::422448306679:role/align' },
      {
        functionName: 'align',
        role: 'arn:aws:iam::422448306679:role/align',
        functionArn: here('lambda', 'function:align'),
      },
      ['lambda:function', here('lambda', 'function:align')],
    ],
    [
      'with a path in the name',
      'iam CreateRole',
      { roleName: 'runner', path: '/lab/' },
      { role: { roleName: 'runner', arn: 'arn:aws:iam::422448306679:role/lab/runner' } },
      ['iam:role', 'arn:aws:iam::422448306679:role/lab/runner'],
    ],
    [
      'a virtual MFA device, not its user',
      'iam CreateVirtualMFADevice',
      { virtualMFADeviceName: 'bob' },
      {
        virtualMFADevice: {
          user: { arn: 'arn:aws:iam::422448306679:user/bob' },
          serialNumber: 'arn:aws:iam::422448306679:mfa/bob',
        },
      },
      ['iam:mfa', 'arn:aws:iam::422448306679:mfa/bob'],
    ],
    [
      'of one of several types: an application load balancer',
      'elasticloadbalancing CreateLoadBalancer',
      { name: 'web', type: 'application' },
      {
        loadBalancers: [
          {
            loadBalancerName: 'web',
            loadBalancerArn: here('elasticloadbalancing', 'loadbalancer/app/web/1f'),
          },
        ],
      },
      ['elasticloadbalancing:loadbalancer/app', here('elasticloadbalancing', 'loadbalancer/app/web/1f')],
    ],
    [
      'several of one list',
      'ecs RunTask',
      { cluster: 'c', count: 2 },
      { tasks: [{ taskArn: here('ecs', 'task/c/1') }, { taskArn: here('ecs', 'task/c/2') }] },
      ['ecs:task', here('ecs', 'task/c/1'), here('ecs', 'task/c/2')],
    ],
    [
      'not one that the request names: the source of a replica',
      'rds CreateDBInstanceReadReplica',
      { dBInstanceIdentifier: 'Copy', sourceDBInstanceIdentifier: here('rds', 'db:first') },
      { dBInstanceIdentifier: 'copy', readReplicaSourceDBInstanceIdentifier: here('rds', 'db:first') },
      ['rds:db', here('rds', 'db:copy')],
    ],
  ])('%s', (_what, call, request, response, expected) => {
    expect(located(call, request, response)).toEqual(expected);
  });
});

describe('no such ARN: the template is filled', () => {
  test.each<[string, string, unknown, unknown, string[]]>([
    [
      'an id of the response',
      'ec2 CreateVolume',
      { size: '8', snapshotId: 'snap-1' },
      { volumeId: 'vol-1' },
      ['ec2:volume', here('ec2', 'volume/vol-1')],
    ],
    [
      'the shallowest',
      'ec2 CreateSubnet',
      { vpcId: 'vpc-1' },
      { subnet: { subnetId: 'subnet-1', vpcId: 'vpc-1', peers: { more: { subnetId: 'subnet-2' } } } },
      ['ec2:subnet', here('ec2', 'subnet/subnet-1')],
    ],
    [
      'a name of the request, without a response',
      's3 CreateBucket',
      { bucketName: 'lab-reads' },
      null,
      ['s3', 'arn:aws:s3:::lab-reads'],
    ],
    [
      'a name with slashes',
      'logs CreateLogGroup',
      { logGroupName: '/aws/lambda/align' },
      null,
      ['logs:log-group', here('logs', 'log-group:/aws/lambda/align')],
    ],
    [
      'a name that begins with the slash of the ARN',
      'ssm PutParameter',
      { name: '/lab/key' },
      { version: 1 },
      ['ssm:parameter', here('ssm', 'parameter/lab/key')],
    ],
    [
      'an id that repeats the words before it',
      'route53 CreateHostedZone',
      { name: 'lab.example' },
      { changeInfo: { id: '/change/C1' }, hostedZone: { id: '/hostedzone/Z1', name: 'lab.example' } },
      ['route53:hostedzone', 'arn:aws:route53:::hostedzone/Z1'],
    ],
    [
      'two names',
      'elasticbeanstalk CreateEnvironment',
      { applicationName: 'site', environmentName: 'site-1' },
      null,
      ['elasticbeanstalk:environment', here('elasticbeanstalk', 'environment/site/site-1')],
    ],
    [
      'a number',
      'batch RegisterJobDefinition',
      { jobDefinitionName: 'align' },
      { jobDefinitionName: 'align', revision: 3 },
      ['batch:job-definition', here('batch', 'job-definition/align:3')],
    ],
    [
      'lower case, as the response has it',
      'rds CreateDBInstance',
      { dBInstanceIdentifier: 'LabDB' },
      { dBInstanceIdentifier: 'labdb' },
      ['rds:db', here('rds', 'db:labdb')],
    ],
    [
      'a wrapped response',
      'ec2 CreateNatGateway',
      { CreateNatGatewayRequest: { SubnetId: 'subnet-1' } },
      {
        CreateNatGatewayResponse: {
          natGateway: { natGatewayId: 'nat-1', natGatewayAddressSet: { item: { natGatewayId: 'x' } } },
        },
      },
      ['ec2:natgateway', here('ec2', 'natgateway/nat-1')],
    ],
    [
      'a set of ids',
      'ec2 CreateFlowLogs',
      {},
      { CreateFlowLogsResponse: { flowLogIdSet: { item: ['fl-1', 'fl-2'] } } },
      ['ec2:vpc-flow-log', here('ec2', 'vpc-flow-log/fl-1'), here('ec2', 'vpc-flow-log/fl-2')],
    ],
    [
      'the id of a key pair',
      'ec2 ImportKeyPair',
      { keyName: 'bob' },
      { keyName: 'bob', keyPairId: 'key-1' },
      ['ec2:key-pair', here('ec2', 'key-pair/key-1')],
    ],
    [
      'its name in older records',
      'ec2 CreateKeyPair',
      { keyName: 'bob' },
      { keyName: 'bob' },
      ['ec2:key-pair', here('ec2', 'key-pair/bob')],
    ],
    [
      'a path of IAM, without a response',
      'iam CreateUser',
      { userName: 'bob', path: '/lab/' },
      null,
      ['iam:user', 'arn:aws:iam::422448306679:user/lab/bob'],
    ],
    [
      'a classic load balancer',
      'elasticloadbalancing CreateLoadBalancer',
      { loadBalancerName: 'old' },
      { dNSName: 'old-1.elb.amazonaws.com' },
      ['elasticloadbalancing:loadbalancer', here('elasticloadbalancing', 'loadbalancer/old')],
    ],
    [
      '`*` for the GUID of an Auto Scaling group',
      'autoscaling CreateAutoScalingGroup',
      { autoScalingGroupName: 'g' },
      null,
      ['autoscaling:autoScalingGroup', here('autoscaling', 'autoScalingGroup:*:autoScalingGroupName/g')],
    ],
    [
      'every instance of a launch, not its profile',
      'ec2 RunInstances',
      {},
      {
        instancesSet: {
          items: [
            {
              instanceId: 'i-1',
              iamInstanceProfile: { arn: 'arn:aws:iam::422448306679:instance-profile/p' },
            },
            { instanceId: 'i-2' },
          ],
        },
      },
      ['ec2:instance', here('ec2', 'instance/i-1'), here('ec2', 'instance/i-2')],
    ],
    [
      'an ARN among the parameters',
      'iam CreateOpenIDConnectProvider',
      { openIDConnectProviderArn: 'arn:aws:iam::422448306679:oidc-provider/lab.example' },
      null,
      ['iam:oidc-provider', 'arn:aws:iam::422448306679:oidc-provider/lab.example'],
    ],
    [
      'a cluster of CloudHSM, not the backup that it is made from',
      'cloudhsm CreateCluster',
      { sourceBackupId: 'backup-1' },
      { cluster: { clusterId: 'cluster-1', sourceBackupId: 'backup-1' } },
      ['cloudhsm:cluster', here('cloudhsm', 'cluster/cluster-1')],
    ],
    [
      'a connection of Glue, not its type',
      'glue CreateConnection',
      { connectionInput: { name: 'db', connectionType: 'JDBC' } },
      null,
      ['glue:connection', here('glue', 'connection/db')],
    ],
  ])('%s', (_what, call, request, response, expected) => {
    expect(located(call, request, response)).toEqual(expected);
  });
});

describe('never guessed', () => {
  test.each<[string, string, unknown, unknown]>([
    [
      'two candidates are none',
      'ec2 CreateVpc',
      {},
      { first: { vpcId: 'vpc-1' }, second: { vpcId: 'vpc-2' } },
    ],
    [
      'two ARNs of the type are none',
      'sns CreateTopic',
      {},
      { topicArn: here('sns', 'a'), otherArn: here('sns', 'b') },
    ],
    [
      'a secret without the characters that end its ARN',
      'secretsmanager CreateSecret',
      { name: 'lab/db' },
      null,
    ],
    [
      'an asynchronous operation',
      'servicediscovery CreateHttpNamespace',
      { name: 'lab' },
      { operationId: 'o-1' },
    ],
    ['an address of EC2-Classic', 'ec2 AllocateAddress', {}, { publicIp: '192.0.2.1', domain: 'standard' }],
    ['a name with a line break', 'sqs CreateQueue', { queueName: 'jobs\nBcc: all@example.org' }, null],
    ['a record that CloudTrail truncated', 'ec2 CreateVolume', null, null],
  ])('%s', (_what, call, request, response) => {
    expect(located(call, request, response)).toHaveLength(1);
  });

  test('an event that creates nothing taggable is known, with a reason', () => {
    const message = aCreationMessage('kms CreateGrant', { keyId: 'k' }, { grantId: 'g' });
    expect(creationIn(message)).toEqual({ is: 'untaggable', reason: expect.stringContaining('has tags') });
  });

  test('an event that nobody knows is unknown', () => {
    expect(creationIn(aCreationMessage('newservice CreateThing', {}, {}))).toEqual({
      is: 'unknown',
      eventSource: 'newservice.amazonaws.com',
      eventName: 'CreateThing',
    });
  });
});

test('a creation says when, where and by whom', () => {
  const recorded = creationIn(aCreationMessage('sqs CreateQueue', { queueName: 'jobs' }, {}));
  expect(recorded).toMatchObject({
    is: 'creation',
    creation: {
      eventId: '0b0ddf5e-4d29-4b5e-9a35-0d6a62bb0e7e',
      eventSource: 'sqs.amazonaws.com',
      eventName: 'CreateQueue',
      accountId: ACCOUNT_ID,
      region: REGION,
      at: '2026-11-03T16:00:00Z',
      resourceType: 'sqs',
      arns: [here('sqs', 'jobs')],
      launcher: { description: 'IAM user bob@ucsc.edu of account 422448306679' },
      identity: { is: 'iam-user', userName: 'bob@ucsc.edu' },
      userAgent: 'aws-cli/2.32.0',
    },
  });
});
