import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { HUB_REGION } from './configuration.ts';
import type { Resource } from './stacks.ts';
import type { Target } from './target.ts';

/** Between two of the five attempts at a message. Deployed it is a minute, and the dead-letter queue has it after five. */
const VISIBILITY_SECONDS = '10';

/** Whether a resource is the hub's queue of launches, or its dead-letter queue. */
export const isOfLaunches = ({ account, logicalId }: Pick<Resource, 'account' | 'logicalId'>): boolean =>
  account === 'hub' && logicalId.startsWith('IntakeLaunchQueue');

/** The URL of the hub's queue of launches. */
export const launchQueueIn = (resources: readonly Resource[]): string => {
  const queues = resources.filter(
    (resource) =>
      resource.type === 'AWS::SQS::Queue' &&
      isOfLaunches(resource) &&
      !resource.logicalId.includes('DeadLetters'),
  );
  const [queue] = queues;
  if (!queue || queues.length > 1) throw new Error(`Expected one queue of launches, found ${queues.length}`);
  return queue.id;
};

/** Lets a message that fails be tried again sooner: all that the test changes of what is deployed. */
export const hurryLaunchQueue = async (target: Target, QueueUrl: string): Promise<void> => {
  await new SQSClient(target.client('hub', HUB_REGION)).send(
    new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: VISIBILITY_SECONDS } }),
  );
};
