import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { stackRegions } from './configuration.ts';
import { ACCOUNT_NAMES, type AccountName, type Target } from './target.ts';

/** A resource of a stack. `id` is its physical id. */
export type Resource = {
  readonly account: AccountName;
  readonly region: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly id: string;
  /** When CloudFormation last touched it. */
  readonly at: string;
};

const inRegion = async (target: Target, account: AccountName, region: string): Promise<Resource[]> => {
  const cloudFormation = new CloudFormationClient(target.client(account, region));
  const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({}));
  const resources: Resource[] = [];
  for (const { StackName = '' } of Stacks.filter((stack) => stack.StackName?.startsWith('TagEnforcement-'))) {
    const { StackResources = [] } = await cloudFormation.send(
      new DescribeStackResourcesCommand({ StackName }),
    );
    resources.push(
      ...StackResources.map(({ LogicalResourceId, ResourceType, PhysicalResourceId, Timestamp }) => ({
        account,
        region,
        stack: StackName,
        logicalId: LogicalResourceId ?? '',
        type: ResourceType ?? '',
        id: PhysicalResourceId ?? '',
        at: Timestamp?.toISOString() ?? '',
      })),
    );
  }
  return resources;
};

/** Every resource that the deployment made, in every account. */
export const seeResources = async (target: Target): Promise<readonly Resource[]> => {
  const found: Resource[][] = [];
  for (const account of ACCOUNT_NAMES) {
    for (const region of stackRegions(account)) found.push(await inRegion(target, account, region));
  }
  return found.flat();
};
