import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { HUB_REGION, REGIONS, type SubAccountName } from './configuration.ts';
import type { AccountName, Target } from './target.ts';

/** A resource of a stack. `id` is its physical id. */
export type Resource = {
  readonly account: AccountName;
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

/** Every resource that the deployment made, in the hub and in the sub-accounts. */
export const seeResources = async (
  target: Target,
  subAccounts: readonly SubAccountName[],
): Promise<readonly Resource[]> => {
  const places = subAccounts.flatMap((account) => {
    const regions: readonly string[] = [...new Set([HUB_REGION, ...REGIONS[account]])];
    return regions.map((region) => ({ account, region }));
  });
  const found = [await inRegion(target, 'hub', HUB_REGION)];
  for (const { account, region } of places) found.push(await inRegion(target, account, region));
  return found.flat();
};
