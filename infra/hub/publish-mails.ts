import {
  Condition,
  IntegrationPattern,
  JsonPath,
  Map as MapState,
  Pass,
  Result,
  TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { MAIL_TIMEOUT, type MailQueue } from './mail-queue.ts';
import { NO_RETRY_LATE, RETRY_MAIL } from './retries.ts';

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

const notTaken = (index: number): Condition =>
  Condition.and(Condition.isPresent(mail(index)), Condition.isNull(`${mail(index)}.messageId`));

const absentOrNotTaken = (index: number): Condition =>
  Condition.or(Condition.not(Condition.isPresent(mail(index))), notTaken(index));

/** That there were mails and no topic took one. There are three at most: lambdas/domain/notice/recipients.ts. */
export const nobodyTold = Condition.and(notTaken(0), absentOrNotTaken(1), absentOrNotTaken(2));
