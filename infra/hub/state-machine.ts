import { ArnFormat, Duration, Stack, Validations } from 'aws-cdk-lib';
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

interface StateMachineProps {
  readonly name: string;
  readonly definition: IChainable;
  /** The functions that its states call. */
  readonly calls: readonly EnforcementFunction[];
  /** The queue of the mails that its states write; left out if they write none. */
  readonly mailQueue?: MailQueue;
  /** Whether it has a distributed map, which starts executions of the same state machine. */
  readonly isDistributed?: boolean;
  readonly timeout: Duration;
}

/** One of the hub's state machines. It may only call these functions and queue mails. */
export const stateMachine = (
  scope: Construct,
  { name, definition, calls, mailQueue, isDistributed = false, timeout }: StateMachineProps,
): StateMachine => {
  const mayCall = new PolicyStatement({
    actions: ['lambda:InvokeFunction'],
    resources: calls.map((step) => step.function.functionArn),
  });
  const mayQueue = mailQueue
    ? [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [mailQueue.queue.queueArn] })]
    : [];
  const role = stateMachineRole(scope, [mayCall, ...mayQueue]);
  if (isDistributed) grantMap(role, name);
  const machine = new StateMachine(scope, 'Resource', {
    stateMachineName: name,
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromChainable(definition),
    // Without policy updates: CDK would add wider statements.
    role: role.withoutPolicyUpdates(),
    timeout,
    tracingEnabled: true,
    logs: {
      destination: new LogGroup(scope, 'Logs', { retention: LOG_RETENTION }),
      level: LogLevel.ALL,
      includeExecutionData: true,
    },
  });
  // It is attached to no role, since this one takes no updates; cdk-nag reads it all the same.
  machine.node.tryRemoveChild('DistributedMapPolicy');
  return machine;
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html */
const grantMap = (role: Role, machineName: string): void => {
  const arn = (resource: string, resourceName: string) =>
    Stack.of(role).formatArn({
      service: 'states',
      resource,
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  const executions = arn('execution', `${machineName}:*`);
  const children = arn('execution', `${machineName}/*`);
  const allow = (actions: string[], resource: string) =>
    role.addToPolicy(new PolicyStatement({ actions, resources: [resource] }));
  allow(['states:StartExecution'], arn('stateMachine', machineName));
  allow(['states:DescribeExecution', 'states:StopExecution'], executions);
  allow(['states:RedriveExecution'], children);
  for (const wildcard of [executions, children]) {
    Validations.of(role).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::${wildcard}]`,
      reason: 'Which executions there will be is not known beforehand; of which state machine is.',
    });
  }
};

/** The role of a state machine: it may log, trace, and do what the statements allow. */
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
 * A state that calls a function and writes the answer to `resultPath`.
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
    // Only the retries of retries.ts: CDK would put its own before them.
    retryOnServiceExceptions: false,
    // Lambda stops a run earlier. This limit is for an answer that never comes.
    taskTimeout: Timeout.duration(step.timeout.plus(Duration.seconds(30))),
    resultPath,
  });

/**
 * Queues the mails of `$.notice`, and waits until `publish` has sent each. If no topic took a mail in time, its messageId is
 * null: that mail warned nobody.
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

/** True if there were mails and no topic took any. There are three at most: lambdas/domain/notice/recipients.ts. */
export const everyMailRejected = Condition.and(isRejected(0), isAbsentOrRejected(1), isAbsentOrRejected(2));
