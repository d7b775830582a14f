import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { resourcesOf } from '../../local/template/resources.ts';
import { rootOf } from './root-of.ts';
import { HUB, STACKS } from './stacks.ts';

const Role = z.object({ AssumeRolePolicyDocument: z.unknown() });
const StateMachine = z.object({ DefinitionString: z.string(), RoleArn: z.string() });

const Table = z.object({
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })),
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
});

const Parameter = z.object({ Name: z.string(), Value: z.string(), Type: z.literal('String') });

/** Creates in moto the synthesized resources that the clients need: roles, state machines, table, queues, parameter. */
export const deploy = async (url: string): Promise<void> => {
  for (const { accountId, name, properties } of resourcesOf(STACKS, 'AWS::IAM::Role', Role)) {
    const iam = new IAMClient({ endpoint: url, region: 'us-east-1', credentials: rootOf(accountId) });
    const AssumeRolePolicyDocument = JSON.stringify(properties.AssumeRolePolicyDocument);
    await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
  }
  const sfn = new SFNClient({ endpoint: url, region: HUB.region, credentials: rootOf(HUB.accountId) });
  for (const { name, properties } of resourcesOf(STACKS, 'AWS::StepFunctions::StateMachine', StateMachine)) {
    const { DefinitionString: definition, RoleArn: roleArn } = properties;
    await sfn.send(new CreateStateMachineCommand({ name, definition, roleArn }));
  }
  const dynamo = new DynamoDBClient({
    endpoint: url,
    region: HUB.region,
    credentials: rootOf(HUB.accountId),
  });
  for (const { name, properties } of resourcesOf(STACKS, 'AWS::DynamoDB::Table', Table)) {
    await dynamo.send(
      new CreateTableCommand({ TableName: name, BillingMode: 'PAY_PER_REQUEST', ...properties }),
    );
  }
  const sqs = new SQSClient({ endpoint: url, region: HUB.region, credentials: rootOf(HUB.accountId) });
  for (const { name } of resourcesOf(STACKS, 'AWS::SQS::Queue', z.unknown())) {
    await sqs.send(new CreateQueueCommand({ QueueName: name }));
  }
  const ssm = new SSMClient({ endpoint: url, region: HUB.region, credentials: rootOf(HUB.accountId) });
  for (const { properties } of resourcesOf(STACKS, 'AWS::SSM::Parameter', Parameter)) {
    await ssm.send(new PutParameterCommand(properties));
  }
};
