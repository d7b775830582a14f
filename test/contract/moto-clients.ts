import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { type FunctionName, functionRoleName } from '../../infra/names.ts';
import { autoScalingIn, readGroupTags } from '../../lambdas/aws/auto-scaling.ts';
import { breakerTable } from '../../lambdas/aws/breaker-table.ts';
import { askCloudTrail } from '../../lambdas/aws/cloud-trail.ts';
import { assumeRole } from '../../lambdas/aws/credentials.ts';
import { tagResource } from '../../lambdas/aws/ec2-tags.ts';
import { answerTask } from '../../lambdas/aws/executions.ts';
import { callerTable, ownerChangeTable, sessionTable } from '../../lambdas/aws/launcher-tables.ts';
import { hourlyMailTable, sentMailTable } from '../../lambdas/aws/mail-tables.ts';
import { executionReads, failedExecutions, openExecutions } from '../../lambdas/aws/open-executions.ts';
import { readPause } from '../../lambdas/aws/read-pause.ts';
import { reminderTable } from '../../lambdas/aws/reminder-table.ts';
import { repairTable, sweepCountTable, sweepNoteTable } from '../../lambdas/aws/sweep-tables.ts';
import { mailTopics, personTopics } from '../../lambdas/aws/topics.ts';
import { listUsers, userTable } from '../../lambdas/aws/user-table.ts';
import type { Clients } from './aws.ts';
import { MOTO_URL } from './moto-url.ts';
import { RUNNING_REGION } from './moto-waiting.ts';
import { rootOf } from './root-of.ts';
import { HUB } from './stacks.ts';

const hubSts = new STSClient({ region: HUB.region, credentials: rootOf(HUB.accountId) });

/** The credentials of a function's role, as Lambda provides them. */
export const credentialsOf = (name: FunctionName) => {
  const assumed = assumeRole(functionRoleName(name), name, hubSts);
  return () => assumed(HUB.accountId);
};

/** STS as a function calls it. */
export const stsOf = (name: FunctionName): STSClient =>
  new STSClient({ region: HUB.region, credentials: credentialsOf(name) });

/** The clients of lambdas/aws besides those of EC2, as a function of the hub has them. */
export const motoClients = (of: FunctionName): Clients => {
  const settings = { region: HUB.region, credentials: credentialsOf(of) };
  const dynamo = new DynamoDBClient(settings);
  const sns = new SNSClient(settings);
  const sts = stsOf(of);
  return {
    sessions: (tableName) => sessionTable(tableName, dynamo),
    users: (tableName) => userTable(tableName, dynamo),
    callers: (tableName) => callerTable(tableName, dynamo),
    ownerChanges: (tableName) => ownerChangeTable(tableName, dynamo),
    breaker: (tableName) => breakerTable(tableName, dynamo),
    sentMails: (tableName) => sentMailTable(tableName, dynamo),
    hourlyMails: (tableName) => hourlyMailTable(tableName, dynamo),
    reminders: (tableName) => reminderTable(tableName, dynamo),
    sweepCounts: (tableName) => sweepCountTable(tableName, dynamo),
    repairs: (tableName) => repairTable(tableName, dynamo),
    sweepNotes: (tableName) => sweepNoteTable(tableName, dynamo),
    readPause: (parameterName) => readPause(parameterName, new SSMClient({ ...settings, maxAttempts: 1 })),
    // The SQS client ignores the endpoint in the environment and would call the host of the queue's URL.
    ask: (queueUrl) => askCloudTrail(queueUrl, new SQSClient({ ...settings, endpoint: MOTO_URL })),
    answer: answerTask(new SFNClient({ ...settings, region: RUNNING_REGION })),
    failedExecutions: (stateMachineArn) =>
      failedExecutions(stateMachineArn, 60_000, executionReads(new SFNClient(settings))),
    openExecutions: (stateMachineArn) =>
      openExecutions(stateMachineArn, 60_000, executionReads(new SFNClient(settings))),
    mailTopics: mailTopics(sns),
    personTopics: personTopics(sns),
    listUsers: (roleName, gatewayAccountId) => listUsers(assumeRole(roleName, of, sts), gatewayAccountId),
    readGroupTags: (roleName) => readGroupTags(autoScalingIn(assumeRole(roleName, of, sts))),
    tagResource: (roleName) => tagResource(assumeRole(roleName, of, sts)),
  };
};
