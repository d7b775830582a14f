import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { HUB_REGION } from './configuration.ts';
import type { Played } from './play.ts';
import { putRecord } from './put-record.ts';
import { recordOf } from './record.ts';
import type { Resource } from './stacks.ts';
import type { Target } from './target.ts';

/** Between two of the five attempts at a message. Deployed it is a minute, and the dead-letter queue has it after five. */
const VISIBILITY_SECONDS = '10';

/** Lets a message that fails be tried again sooner: all that the test changes of what is deployed. */
export const hurryPoison = async (target: Target, resources: readonly Resource[]): Promise<void> => {
  const launches = resources.filter(
    ({ account, type, logicalId }) =>
      account === 'hub' && type === 'AWS::SQS::Queue' && !logicalId.includes('DeadLetters'),
  );
  const [queue] = launches;
  if (!queue || launches.length > 1) throw new Error(`Expected one queue of launches: ${launches.length}`);
  await new SQSClient(target.client('hub', HUB_REGION)).send(
    new SetQueueAttributesCommand({
      QueueUrl: queue.id,
      Attributes: { VisibilityTimeout: VISIBILITY_SECONDS },
    }),
  );
};

/** Puts a record that every rule lets through and that nobody can read; answers with its id. */
export const putPoison = async (target: Target, [played]: readonly Played[]): Promise<string> => {
  if (!played) throw new Error('Nothing was launched');
  const { launched } = played;
  const record = { ...recordOf(target, launched, new Date()), eventTime: 'the day before yesterday' };
  await putRecord(target, launched.account, launched.region, record);
  return record.eventID;
};
