import { randomUUID } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { CloudTrail } from './cloud-trail.ts';
import { HUB_REGION } from './configuration.ts';
import type { Target } from './target.ts';

/** The accounts' own trails. AWS accepts events of its services from no other source. */
export const realCloudTrail = ({ client }: Pick<Target, 'client'>): CloudTrail => ({
  isPlayed: false,
  // The accounts have their own trails, as docs/sandbox.md requires.
  begin: async () => {},
  launched: async () => {},
  deadLetter: async () => {
    throw new Error('AWS delivers every record: none can be a dead letter from the beginning');
  },
  failed: async () => {},
  created: async () => {},
  attached: async () => {},
  deletedTags: async () => {},
  untagged: async () => {},
  switched: async () => {},
  changed: async () => {},
  // No rule would match it, so it is sent directly to the queue.
  poison: async (_launched, QueueUrl) => {
    const MessageBody = `no record ${randomUUID()}`;
    await new SQSClient(client('hub', HUB_REGION)).send(new SendMessageCommand({ QueueUrl, MessageBody }));
    return MessageBody;
  },
  // Events arrive within minutes; AWS guarantees no time.
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html
  delaySeconds: 20 * 60,
});
