import type { ReadGroupTags } from '../../lambdas/aws/auto-scaling.ts';
import type { LookUpEvents } from '../../lambdas/aws/cloud-trail.ts';
import type { TagResource } from '../../lambdas/aws/ec2-tags.ts';
import type { ReadResourceTags } from '../../lambdas/aws/read-tags.ts';
import type { ListUsers } from '../../lambdas/aws/user-table.ts';
import { resourceSessionPolicy } from '../../lambdas/domain/grace-period/repair.ts';
import { idInArn } from '../../lambdas/domain/instances.ts';
import type { Iam } from '../iam/iam.ts';
import { assume, requestedRegion } from './assume-role.ts';
import type { AutoScaling } from './auto-scaling.ts';
import type { CloudTrail } from './cloud-trail.ts';
import type { Ec2 } from './ec2.ts';
import { askedOf, resourceTagContexts } from './ec2-role.ts';
import type { IamUsers } from './iam-users.ts';
import type { Resources } from './resources.ts';

/** Auto Scaling writes this tag on every instance that a group launches. */
const GROUP = 'aws:autoscaling:groupName';

/** The embedded services that hold each account's state. */
export type Accounts = {
  readonly ec2: Ec2;
  readonly autoScaling: AutoScaling;
  readonly cloudTrail: CloudTrail;
  readonly users: IamUsers;
  readonly resources: Resources;
};

/** The clients of other accounts, besides EC2: the embedded services answer each call as a function's role may make it. */
export const accountClients = (
  { ec2, autoScaling, cloudTrail, users, resources }: Accounts,
  iam: Iam,
  functionRoleArn: string,
) => ({
  readGroupTags:
    (roleName: string): ReadGroupTags =>
    async (accountId, region, groupName) => {
      const role = assume(iam, functionRoleArn, accountId, roleName);
      for (const action of ['autoscaling:DescribeTags', 'autoscaling:DescribeAutoScalingGroups']) {
        iam.require(role, action, '*', new Map([requestedRegion(region)]));
      }
      const there = ec2.in(accountId, region);
      // No record shows the creation of an older group, but its instances carry its name.
      const isKnown =
        autoScaling.has(accountId, region, groupName) ||
        there
          .alive()
          .some((id) => there.tagsOf(id).some((tag) => tag.key === GROUP && tag.value === groupName));
      return isKnown ? autoScaling.tagsOf(accountId, region, groupName) : null;
    },

  lookUpEvents:
    (roleName: string): LookUpEvents =>
    async (accountId, region, asked, nextToken = '0') => {
      const role = assume(iam, functionRoleArn, accountId, roleName);
      iam.require(role, 'cloudtrail:LookupEvents', '*', new Map([requestedRegion(region)]));
      const all = cloudTrail.lookUp(accountId, region, asked);
      const end = Number(nextToken) + PAGE;
      return { records: all.slice(end - PAGE, end), nextToken: end < all.length ? String(end) : null };
    },

  readTags:
    (roleName: string): ReadResourceTags =>
    async (accountId, region, asked) => {
      const role = assume(iam, functionRoleArn, accountId, roleName);
      iam.require(role, 'tag:GetResources', '*', new Map([requestedRegion(region)]));
      const there = ec2.in(accountId, region);
      return new Map(
        asked.map(({ arn, resourceType }) => {
          const read = resources.read(arn, resourceType);
          // CreateTags writes them by id.
          const later = there.tagsOf(idInArn(arn));
          return [arn, read.is === 'tags' ? { ...read, tags: [...later, ...read.tags] } : read];
        }),
      );
    },

  tagResource:
    (roleName: string): TagResource =>
    async (accountId, region, order) => {
      const { arn, tag } = order;
      const role = assume(iam, functionRoleArn, accountId, roleName);
      const there = ec2.in(accountId, region);
      const id = idInArn(arn);
      // EC2 compares all of its tags, by whatever call they were written.
      const given = resources
        .tagsOf(arn)
        .filter(({ key }) => !there.tagsOf(id).some((one) => one.key === key));
      const isAllowed = resourceTagContexts([...given, ...there.tagsForIam(id)]).every((context) =>
        iam.isAllowed(
          role,
          'ec2:CreateTags',
          arn,
          new Map([...context, ...askedOf(tag), requestedRegion(region)]),
          resourceSessionPolicy(order),
        ),
      );
      if (!isAllowed) return 'refused';
      if (!resources.isKnown(arn)) return 'gone';
      there.createTags([id], [tag]);
      return 'written';
    },

  listUsers:
    (roleName: string, gatewayAccountId: string): ListUsers =>
    async () => {
      const role = assume(iam, functionRoleArn, gatewayAccountId, roleName);
      iam.require(role, 'iam:ListUsers', `arn:aws:iam::${gatewayAccountId}:user/`);
      return users.list(gatewayAccountId);
    },
});

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const PAGE = 50;
