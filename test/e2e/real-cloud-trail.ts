import { randomUUID } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { CloudTrail } from './cloud-trail.ts';
import { HUB_REGION } from './configuration.ts';
import type { Target } from './target.ts';

/** The accounts' own trails: AWS takes events of its services from nobody else. */
export const realCloudTrail = ({ client }: Pick<Target, 'client'>): CloudTrail => ({
  isPlayed: false,
  // The accounts' own, as docs/sandbox.md asks for.
  begin: async () => {},
  launched: async () => {},
  deadLetter: async () => {
    throw new Error('AWS delivers every record: none can be a dead letter from the beginning');
  },
  failed: async () => {},
  deletedTags: async () => {},
  untagged: async () => {},
  switched: async () => {},
  changed: async () => {},
  // What no rule would let through is sent to the queue behind them.
  poison: async (_launched, QueueUrl) => {
    const MessageBody = `no record ${randomUUID()}`;
    await new SQSClient(client('hub', HUB_REGION)).send(new SendMessageCommand({ QueueUrl, MessageBody }));
    return MessageBody;
  },
  // Events come within minutes, and AWS promises no time.
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html
  delaySeconds: 20 * 60,
});
