import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { reasonOf } from '../../infra/error-reason.ts';
import type { DeployedStack } from '../doctor/reader.ts';
import { type ClientSettings, pages } from './access.ts';

/** The physical ids of a stack's resources, by logical id. */
export const physicalIds = async (
  stackName: string,
  cloudFormation: CloudFormationClient,
): Promise<ReadonlyMap<string, string>> => {
  const resources = await pages(
    (NextToken) =>
      cloudFormation.send(
        new ListStackResourcesCommand({ StackName: stackName, ...(NextToken ? { NextToken } : {}) }),
      ),
    (page) => page.StackResourceSummaries,
    (page) => page.NextToken,
  );
  return new Map(
    resources.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [
      LogicalResourceId,
      PhysicalResourceId,
    ]),
  );
};

/** Reads a stack; null if there is none. */
export const readStack = (settings: ClientSettings) => {
  const cloudFormation = new CloudFormationClient(settings);
  return async (StackName: string): Promise<DeployedStack | null> => {
    const described = await cloudFormation
      .send(new DescribeStacksCommand({ StackName }))
      .catch((error: unknown) => {
        // CloudFormation has no separate error class for a stack that does not exist.
        // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
        if (/does not exist/.test(reasonOf(error))) return { Stacks: [] };
        throw error;
      });
    const [stack] = described.Stacks ?? [];
    if (!stack) return null;
    const { TemplateBody = '{}' } = await cloudFormation.send(
      new GetTemplateCommand({ StackName, TemplateStage: 'Original' }),
    );
    return {
      status: stack.StackStatus ?? 'unknown',
      template: JSON.parse(TemplateBody),
      physicalIds: await physicalIds(StackName, cloudFormation),
    };
  };
};
