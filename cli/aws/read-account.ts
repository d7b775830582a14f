import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { type AttributeValue, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeRuleCommand,
  EventBridgeClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import { GetRoleCommand, IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { DescribeStateMachineCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListSubscriptionsCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { TABLE_NAME } from '../../infra/names.ts';
import type { EventSelectors, Reader, RecordingTrail } from '../doctor/reader.ts';
import { type ClientSettings, pages } from './access.ts';
import { costTags } from './cost-tags.ts';
import { readStack } from './stacks.ts';

/** The number of latest executions that are read: a sweep may still run, so earlier ones are needed. */
const MAX_EXECUTIONS = 5;

/** An unconfirmed subscription has a word instead of an ARN. https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptions.html */
const isConfirmed = (subscriptionArn: string): boolean => subscriptionArn.startsWith('arn:');

const rule =
  (events: EventBridgeClient): Reader['rule'] =>
  async (Name, bus) => {
    try {
      const found = await events.send(
        new DescribeRuleCommand({ Name, ...(bus === null ? {} : { EventBusName: bus }) }),
      );
      const { State = 'unknown', EventPattern, ScheduleExpression = null } = found;
      return {
        state: State,
        pattern: EventPattern ? JSON.parse(EventPattern) : null,
        schedule: ScheduleExpression || null,
      };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return null;
      throw error;
    }
  };

const trustOf =
  (iam: IAMClient): Reader['trustOf'] =>
  async (RoleName) => {
    try {
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      // URL-encoded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
      return JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? 'null'));
    } catch (error) {
      if (error instanceof NoSuchEntityException) return null;
      throw error;
    }
  };

/** Null if they cannot be read, as those of an organization's trail may not from a member account. */
const selectorsOf = async (settings: ClientSettings, arn: string): Promise<EventSelectors | null> => {
  // A trail's home Region answers for it: arn:aws:cloudtrail:<home>:...
  const [, , , home = ''] = arn.split(':');
  try {
    const { EventSelectors: basic = [], AdvancedEventSelectors: advanced = [] } = await new CloudTrailClient({
      ...settings,
      region: home,
    }).send(new GetEventSelectorsCommand({ TrailName: arn }));
    return { basic, advanced };
  } catch {
    return null;
  }
};

const trails = (settings: ClientSettings) => async (): Promise<RecordingTrail[]> => {
  const cloudTrail = new CloudTrailClient(settings);
  // With shadow trails: those of all Regions whose home is another Region, and the organization's.
  const { trailList = [] } = await cloudTrail.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  return Promise.all(
    trailList.map(async ({ TrailARN: arn = '' }) => {
      const { IsLogging = false } = await cloudTrail.send(new GetTrailStatusCommand({ Name: arn }));
      return { arn, isLogging: IsLogging, selectors: IsLogging ? await selectorsOf(settings, arn) : null };
    }),
  );
};

const messages =
  (sqs: SQSClient): Reader['messages'] =>
  async (QueueUrl) => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    return Number(Attributes?.ApproximateNumberOfMessages ?? Number.NaN);
  };

const subscriptions =
  (sns: SNSClient): Reader['subscriptions'] =>
  async () => {
    const found = await pages(
      (NextToken) => sns.send(new ListSubscriptionsCommand(NextToken ? { NextToken } : {})),
      (page) => page.Subscriptions,
      (page) => page.NextToken,
    );
    return found.map(({ TopicArn = '', Protocol = '', Endpoint = '', SubscriptionArn = '' }) => ({
      topicArn: TopicArn,
      protocol: Protocol,
      endpoint: Endpoint,
      isConfirmed: isConfirmed(SubscriptionArn),
    }));
  };

/** A user of the gateway, or a session, as the table has them: lambdas/aws/user-table.ts, lambdas/aws/launcher-tables.ts. */
const Item = z.object({
  userId: z.string().optional(),
  userName: z.string().optional(),
  arn: z.string().optional(),
  caller: z.object({ principalId: z.string().nullable(), userName: z.string().nullable() }).optional(),
});

/** Reads the users and the sessions from the hub's table. It has a few thousand items at most. */
export const sessionsIn =
  (dynamo: DynamoDBClient): Reader['sessions'] =>
  async () => {
    const found = await pages(
      (ExclusiveStartKey: Record<string, AttributeValue> | undefined) =>
        dynamo.send(
          new ScanCommand({
            TableName: TABLE_NAME,
            FilterExpression: 'pk = :users OR begins_with(pk, :session)',
            ExpressionAttributeValues: { ':users': { S: 'user' }, ':session': { S: 'session#' } },
            ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
          }),
        ),
      (page) => page.Items,
      (page) => page.LastEvaluatedKey,
    );
    const items = found.map((item) => Item.parse(unmarshall(item)));
    const names = new Map(items.map(({ userId, userName }) => [userId, userName]));
    return items.flatMap(({ arn, caller }) =>
      arn !== undefined && caller
        ? [{ arn, userName: caller.userName ?? names.get(caller.principalId ?? '') ?? null }]
        : [],
    );
  };

/** Reads an account in a Region with AWS's clients. */
export const readAccount = (settings: ClientSettings): Reader => {
  const sfn = new SFNClient(settings);
  const ssm = new SSMClient(settings);
  return {
    stack: readStack(settings),
    rule: rule(new EventBridgeClient(settings)),
    trustOf: trustOf(new IAMClient(settings)),
    messages: messages(new SQSClient(settings)),
    subscriptions: subscriptions(new SNSClient(settings)),
    trails: trails(settings),
    sessions: sessionsIn(new DynamoDBClient(settings)),
    stateMachineStatus: async (stateMachineArn) => {
      const { status } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
      return status ?? 'unknown';
    },
    executions: async (stateMachineArn) => {
      const { executions = [] } = await sfn.send(
        new ListExecutionsCommand({ stateMachineArn, maxResults: MAX_EXECUTIONS }),
      );
      return executions.map(({ status = 'unknown', startDate = new Date(0) }) => ({
        status,
        startedAt: startDate,
      }));
    },
    costTag: (key) => costTags(settings).find(key),
    parameter: async (Name) => {
      try {
        const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
        return Parameter?.Value ?? null;
      } catch (error) {
        if (error instanceof ParameterNotFound) return null;
        throw error;
      }
    },
  };
};
