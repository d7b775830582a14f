import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { isCreation } from '../../../cli/registry/names.ts';
import { creationsIn } from '../../../cli/registry/stats.ts';
import { committedTable } from '../../../cli/registry/table.ts';
import { readHistory } from '../../../cli/start/input/read-history.ts';
import type { Creation } from '../../../lambdas/domain/creation/creation.ts';

/** Real records, if somebody has put them beside the project. They are not part of it. */
const FOLDER = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'cloudtrail');
const ifThere = existsSync(FOLDER) ? describe : describe.skip;

/**
 * How the ARN of what each event creates goes on after the account, read in AWS's documentation and not in the registry. An
 * event without an entry fails: what it creates is to be looked up.
 */
const RESOURCES: Readonly<Record<string, string>> = {
  'access-analyzer CreateAnalyzer': 'analyzer/',
  'airflow CreateEnvironment': 'environment/',
  'apigateway CreateApi': '/apis/',
  'apigateway CreateStage': '/(rest)?apis/[^/]+/stages/',
  'appmesh CreateMesh': 'mesh/[^/]+$',
  'appmesh CreateVirtualGateway': 'mesh/[^/]+/virtualGateway/',
  'autoscaling CreateAutoScalingGroup': 'autoScalingGroup:[^:]+:autoScalingGroupName/',
  'cloudformation CreateStack': 'stack/[^/]+/',
  'cloudfront CreateDistribution': 'distribution/',
  'cloudtrail CreateTrail': 'trail/',
  'codebuild CreateProject': 'project/',
  'cognito-identity CreateIdentityPool': 'identitypool/[\\w-]+:',
  'datasync CreateTask': 'task/task-',
  'dynamodb CreateTable': 'table/[^/]+$',
  'ec2 AllocateAddress': 'elastic-ip/eipalloc-',
  'ec2 CreateImage': 'image/ami-',
  'ec2 CreateInternetGateway': 'internet-gateway/igw-',
  'ec2 CreateKeyPair': 'key-pair/',
  'ec2 CreateLaunchTemplate': 'launch-template/lt-',
  'ec2 CreateNatGateway': 'natgateway/nat-',
  'ec2 CreateNetworkInterface': 'network-interface/eni-',
  'ec2 CreateRouteTable': 'route-table/rtb-',
  'ec2 CreateSecurityGroup': 'security-group/sg-',
  'ec2 CreateSnapshot': 'snapshot/snap-',
  'ec2 CreateSubnet': 'subnet/subnet-',
  'ec2 CreateTrafficMirrorFilter': 'traffic-mirror-filter/tmf-',
  'ec2 CreateTrafficMirrorFilterRule': 'traffic-mirror-filter-rule/tmfr-',
  'ec2 CreateVolume': 'volume/vol-',
  'ec2 CreateVpc': 'vpc/vpc-',
  'ec2 RegisterImage': 'image/ami-',
  'ec2 RunInstances': 'instance/i-',
  'eks CreateCluster': 'cluster/',
  'elasticache CreateCacheCluster': 'cluster:',
  'elasticache CreateReplicationGroup': 'replicationgroup:',
  'elasticbeanstalk CreateApplication': 'application/',
  'elasticbeanstalk CreateApplicationVersion': 'applicationversion/[^/]+/',
  'elasticbeanstalk CreateEnvironment': 'environment/[^/]+/',
  'elasticloadbalancing CreateLoadBalancer': 'loadbalancer/(app/[^/]+/)?[^/]+$',
  'elasticmapreduce RunJobFlow': 'cluster/j-',
  'es CreateElasticsearchDomain': 'domain/',
  'glue CreateConnection': 'connection/',
  'iam CreateInstanceProfile': 'instance-profile/',
  'iam CreateOpenIDConnectProvider': 'oidc-provider/',
  'iam CreatePolicy': 'policy/',
  'iam CreateRole': 'role/',
  'iam CreateUser': 'user/',
  'internetmonitor CreateMonitor': 'monitor/',
  'kafka CreateClusterV2': 'cluster/[^/]+/',
  'kms CreateKey': 'key/',
  'lambda CreateFunction20150331': 'function:[^:]+$',
  'logs CreateLogGroup': 'log-group:[^:*]+$',
  'monitoring PutMetricAlarm': 'alarm:',
  'rbin CreateRule': 'rule/',
  'rds CreateDBCluster': 'cluster:',
  'rds CreateDBInstance': 'db:',
  'rds CreateDBInstanceReadReplica': 'db:',
  'rds CreateDBSecurityGroup': 'secgrp:',
  'rds CreateDBSnapshot': 'snapshot:',
  'rds RestoreDBInstanceFromDBSnapshot': 'db:',
  'redshift CreateCluster': 'cluster:',
  'redshift-serverless CreateNamespace': 'namespace/',
  'rolesanywhere CreateProfile': 'profile/',
  'rolesanywhere CreateTrustAnchor': 'trust-anchor/',
  'route53 CreateHostedZone': 'hostedzone/Z',
  's3 CreateBucket': '[^/:]+$',
  'secretsmanager CreateSecret': 'secret:',
  'sns CreateTopic': '[^:]+$',
  'sqs CreateQueue': '[^:]+$',
  'states CreateActivity': 'activity:',
  'states CreateStateMachine': 'stateMachine:',
};

/** EC2-Classic had addresses without an id: they carry no tags, and there are none any more. */
const isOfEc2Classic = ({ eventName, arns }: Creation): boolean =>
  eventName === 'AllocateAddress' && arns.length === 0;

const eventOf = ({ eventSource, eventName }: Creation): string =>
  `${eventSource.replace('.amazonaws.com', '')} ${eventName}`;

ifThere('real records', () => {
  let creations: Creation[];
  let unknown: Set<string>;
  beforeAll(async () => {
    const { entries } = await readHistory([FOLDER], {
      wanted: ({ record }) => !record.errorCode,
      progress: () => {},
    });
    const found = creationsIn(entries);
    creations = found.creations.filter((creation) => !isOfEc2Classic(creation));
    unknown = found.unknown;
  });

  test('of the creations that two sources know, 95 in 100 are located, and so are 95 in 100 of their events', () => {
    const known = new Set(
      committedTable()
        .creations.filter(({ vouchers }) => vouchers.replace('r', '').length >= 2)
        .map(({ source, name }) => `${source} ${name}`),
    );
    const ofTwo = creations.filter((one) => known.has(eventOf(one).replace(/20150331$/, '')));
    const located = ofTwo.filter(({ arns }) => arns.length > 0);
    const eventsOf = (some: readonly Creation[]): number => new Set(some.map(eventOf)).size;
    expect(eventsOf(ofTwo)).toBeGreaterThan(60);
    expect(located.length / ofTwo.length).toBeGreaterThan(0.95);
    expect(eventsOf(located) / eventsOf(ofTwo)).toBeGreaterThan(0.95);
  });

  test('every one that is located is of the right type', () => {
    const wrong = creations.flatMap((creation) =>
      creation.arns
        .filter((arn) => {
          const expected = RESOURCES[eventOf(creation)];
          return expected === undefined || !new RegExp(`^arn:aws:[\\w-]+:[^:]*:[^:]*:${expected}`).test(arn);
        })
        .map((arn) => `${eventOf(creation)}: ${arn}`),
    );
    expect(wrong).toEqual([]);
  });

  test('every creation is known, or listed as creating nothing taggable', () => {
    expect([...unknown].filter((event) => isCreation(event.split(' ')[1] ?? ''))).toEqual([]);
  });
});
