import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  Condition,
  DefinitionBody,
  type IChainable,
  IntegrationPattern,
  JsonPath,
  LogLevel,
  Map as MapState,
  Pass,
  Result,
  StateMachine,
  StateMachineType,
  TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { type EnforcementFunction, LOG_RETENTION } from './enforcement-function.ts';
import { MAIL_TIMEOUT, type MailQueue } from './publish.ts';
import { NO_RETRY_LATE, RETRY_MAIL } from './retries.ts';

export interface StateMachineProps {
  readonly name: string;
  readonly definition: IChainable;
  /** The functions that its states call. */
  readonly calls: readonly EnforcementFunction[];
  /** Where its states queue mails, if they write any. */
  readonly mailQueue?: MailQueue;
  readonly timeout: Duration;
}

/** One of the hub's state machines. It may call these functions and queue mails, and do nothing else. */
export const stateMachine = (
  scope: Construct,
  { name, definition, calls, mailQueue, timeout }: StateMachineProps,
): StateMachine => {
  const mayCall = new PolicyStatement({
    actions: ['lambda:InvokeFunction'],
    resources: calls.map((step) => step.function.functionArn),
  });
  const mayQueue = mailQueue
    ? [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [mailQueue.queue.queueArn] })]
    : [];
  return new StateMachine(scope, 'Resource', {
    stateMachineName: name,
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromChainable(definition),
    // Immutable, or CDK would add wider statements of its own.
    role: stateMachineRole(scope, [mayCall, ...mayQueue]).withoutPolicyUpdates(),
    timeout,
    tracingEnabled: true,
    logs: {
      destination: new LogGroup(scope, 'Logs', { retention: LOG_RETENTION }),
      level: LogLevel.ALL,
      includeExecutionData: true,
    },
  });
};

/** The role of a state machine: it may log, trace, and do what the statements say. */
const stateMachineRole = (scope: Construct, statements: readonly PolicyStatement[]): Role => {
  // https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy
  const logs = new PolicyStatement({
    actions: [
      'logs:CreateLogDelivery',
      'logs:GetLogDelivery',
      'logs:UpdateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:DescribeResourcePolicies',
      'logs:DescribeLogGroups',
    ],
    resources: ['*'],
  });
  // https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html
  const traces = new PolicyStatement({
    actions: [
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
    ],
    resources: ['*'],
  });
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('states.amazonaws.com'),
    inlinePolicies: { [scope.node.id]: new PolicyDocument({ statements: [...statements, logs, traces] }) },
  });
  Validations.of(role).acknowledge({
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason: 'Log delivery and traces have no resource to name.',
  });
  return role;
};

/**
 * A state that calls a function; its answer then stands at `resultPath`.
 *
 * @param payload the function's event; the whole state if left out
 */
export const invoke = (
  scope: Construct,
  id: string,
  step: EnforcementFunction,
  resultPath: string,
  payload?: TaskInput,
) =>
  new LambdaInvoke(scope, id, {
    lambdaFunction: step.function,
    ...(payload ? { payload } : {}),
    payloadResponseOnly: true,
    // retries.ts says it all: CDK's own retrier would come first.
    retryOnServiceExceptions: false,
    // Lambda itself ends a run before that: this is for an answer that never comes.
    taskTimeout: Timeout.duration(step.timeout.plus(Duration.seconds(30))),
    resultPath,
  });

/**
 * Queues the mails of `$.notice`, and waits until `publish` has sent each. One that no topic took in time is told by its
 * message id, null: nobody was warned by it.
 */
export const publishMails = (scope: Construct, { queue }: MailQueue): MapState => {
  const publishMail = new SqsSendMessage(scope, 'PublishMail', {
    queue,
    integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    messageBody: TaskInput.fromObject({ token: JsonPath.taskToken, mail: JsonPath.entirePayload }),
    taskTimeout: Timeout.duration(MAIL_TIMEOUT),
  });
  const notPublished = new Pass(scope, 'NotPublished', { result: Result.fromObject({ messageId: null }) });
  return new MapState(scope, 'Publish', {
    itemsPath: '$.notice.mails',
    resultPath: '$.published',
  }).itemProcessor(publishMail.addRetry(NO_RETRY_LATE).addRetry(RETRY_MAIL).addCatch(notPublished));
};

const mail = (index: number) => `$.published[${index}]`;

const isRejected = (index: number): Condition =>
  Condition.and(Condition.isPresent(mail(index)), Condition.isNull(`${mail(index)}.messageId`));

const isAbsentOrRejected = (index: number): Condition =>
  Condition.or(Condition.not(Condition.isPresent(mail(index))), isRejected(index));

/** That there were mails and no topic took one. There are three at most: lambdas/domain/notice/recipients.ts. */
export const everyMailRejected = Condition.and(isRejected(0), isAbsentOrRejected(1), isAbsentOrRejected(2));
