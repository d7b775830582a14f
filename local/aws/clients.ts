import type { RequestLook } from '../../lambdas/aws/attachments.ts';
import type { AskCloudTrail, CountQuestions } from '../../lambdas/aws/cloud-trail.ts';
import type { AnswerTask, StartBreakerNotice, StartExecution } from '../../lambdas/aws/executions.ts';
import type { FindFailedExecutions, FindOpenExecutions } from '../../lambdas/aws/open-executions.ts';
import type { SendMessage } from '../../lambdas/aws/send-message.ts';
import type { Log } from '../../lambdas/log.ts';
import type { Metrics } from '../../lambdas/metrics.ts';
import { TemplateNotUnderstood } from '../errors.ts';
import type { Iam } from '../iam/iam.ts';
import { type Accounts, accountClients } from './account-clients.ts';
import { breakerTable, ownerChangeTable } from './breaker-table.ts';
import { ec2Clients } from './ec2-clients.ts';
import { callerTable, sessionTable, userTable } from './launcher-tables.ts';
import { hourlyMailTable, sentMailTable } from './mail-tables.ts';
import { type Parameters, pauseIn } from './parameters.ts';
import type { Queues } from './queues.ts';
import { reminderTable } from './reminder-table.ts';
import { repairTable, sweepCountTable, sweepNoteTable } from './sweep-tables.ts';
import { type Tables, tableAccess } from './tables.ts';
import { mailTopics, personTopics } from './topic-clients.ts';
import type { Topics } from './topics.ts';

/** What the clients are made from. Queues and executions are passed as functions because they are created later. */
type ClientDependencies = Accounts & {
  readonly iam: Iam;
  readonly tables: Tables;
  readonly parameters: Parameters;
  readonly topics: Topics;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly queues: () => Pick<Queues, 'arnOf' | 'send' | 'waiting'>;
  readonly startExecution: (callerRoleArn: string) => (stateMachineArn: string) => StartExecution;
  readonly openExecutions: (callerRoleArn: string) => (stateMachineArn: string) => FindOpenExecutions;
  readonly startBreakerNotice: (callerRoleArn: string) => (stateMachineArn: string) => StartBreakerNotice;
  readonly failedExecutions: (callerRoleArn: string) => (stateMachineArn: string) => FindFailedExecutions;
  readonly answer: (callerRoleArn: string) => AnswerTask;
};

/** Every client that a function may use. Each call is made as the function's role. */
export const clientsOf = (surroundings: ClientDependencies) => (functionRoleArn: string) => {
  const { ec2, iam, tables, parameters, topics, log, metrics, queues } = surroundings;
  const access = tableAccess(tables, iam, functionRoleArn);
  const arnOf = (queueUrl: string): string => {
    const queueArn = queues().arnOf(queueUrl);
    if (!queueArn)
      throw new TemplateNotUnderstood('the hub', `the queue ${queueUrl}, which it does not hold`);
    return queueArn;
  };
  const sendTo =
    <Message>(queueUrl: string): SendMessage<Message> =>
    async (message, delaySeconds) => {
      const queueArn = arnOf(queueUrl);
      iam.require(functionRoleArn, 'sqs:SendMessage', queueArn);
      queues().send(queueArn, JSON.stringify(message), null, delaySeconds);
    };
  const ask = (queueUrl: string): AskCloudTrail => sendTo(queueUrl);
  const countQuestions =
    (queueUrl: string): CountQuestions =>
    async () => {
      const queueArn = arnOf(queueUrl);
      iam.require(functionRoleArn, 'sqs:GetQueueAttributes', queueArn);
      return queues().waiting(queueArn);
    };
  return {
    ...ec2Clients(ec2, iam, functionRoleArn),
    ...accountClients(surroundings, iam, functionRoleArn),
    sessions: (tableName: string) => sessionTable(access(tableName)),
    users: (tableName: string) => userTable(access(tableName)),
    callers: (tableName: string) => callerTable(access(tableName)),
    sentMails: (tableName: string) => sentMailTable(access(tableName)),
    hourlyMails: (tableName: string) => hourlyMailTable(access(tableName)),
    sweepNotes: (tableName: string) => sweepNoteTable(access(tableName)),
    breaker: (tableName: string) => breakerTable(access(tableName)),
    ownerChanges: (tableName: string) => ownerChangeTable(access(tableName)),
    sweepCounts: (tableName: string) => sweepCountTable(access(tableName)),
    reminders: (tableName: string) => reminderTable(access(tableName)),
    repairs: (tableName: string) => repairTable(access(tableName)),
    readPause: pauseIn(parameters, iam, functionRoleArn),
    mailTopics: mailTopics(topics, iam, functionRoleArn),
    personTopics: personTopics(topics, iam, functionRoleArn),
    ask,
    countQuestions,
    requestLook: (queueUrl: string): RequestLook => sendTo(queueUrl),
    sendTo,
    startExecution: surroundings.startExecution(functionRoleArn),
    openExecutions: surroundings.openExecutions(functionRoleArn),
    startBreakerNotice: surroundings.startBreakerNotice(functionRoleArn),
    failedExecutions: surroundings.failedExecutions(functionRoleArn),
    answer: surroundings.answer(functionRoleArn),
    log,
    metrics,
  };
};

export type ClientsOf = ReturnType<typeof clientsOf>;
export type Clients = ReturnType<ClientsOf>;
