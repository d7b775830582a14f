import { Condition, CustomState, Map as MapState, Pass, Result } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { RETRY } from './retries.ts';

/** Sends the mails of `$.notice`. One that SNS does not take is told by its message id, null: nobody was warned by it. */
export const publishMails = (scope: Construct): MapState => {
  const publishMail = new CustomState(scope, 'PublishMail', {
    stateJson: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sns:publish',
      Parameters: { 'TopicArn.$': '$.topicArn', 'Subject.$': '$.subject', 'Message.$': '$.message' },
      ResultSelector: { 'messageId.$': '$.MessageId' },
    },
  });
  const notPublished = new Pass(scope, 'NotPublished', { result: Result.fromObject({ messageId: null }) });
  return new MapState(scope, 'Publish', {
    itemsPath: '$.notice.mails',
    resultPath: '$.published',
  }).itemProcessor(publishMail.addRetry(RETRY).addCatch(notPublished));
};

const notTaken = (mail: number): Condition =>
  Condition.and(
    Condition.isPresent(`$.published[${mail}]`),
    Condition.isNull(`$.published[${mail}].messageId`),
  );

/** That there were mails and no topic took one. There are two at most: lambdas/domain/recipients.ts. */
export const nobodyTold = Condition.and(
  notTaken(0),
  Condition.or(Condition.not(Condition.isPresent('$.published[1]')), notTaken(1)),
);
