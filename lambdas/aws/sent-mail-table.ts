import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Published } from '../domain/grace-period.ts';
import { table } from './table.ts';

/** Mails that SNS took, by their id, for a day: a queue may deliver twice. */
export type SentMailTable = {
  find(id: string): Promise<Published | null>;
  keep(id: string, published: Published): Promise<void>;
};

const KEPT_MS = 24 * 3_600_000;

const keyOf = (id: string) => ({ pk: `mail#${id}`, sk: 'mail' });

export const sentMailTable = (tableName: string, dynamo = new DynamoDBClient({})): SentMailTable => {
  const { find, keep } = table(tableName, dynamo);
  return {
    find: (id) => find(keyOf(id), Published),
    keep: (id, { messageId, topicArn }) =>
      keep(keyOf(id), { messageId, ...(topicArn ? { topicArn } : {}) }, Date.now() + KEPT_MS),
  };
};
