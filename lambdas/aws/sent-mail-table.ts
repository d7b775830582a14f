import { Published } from '../domain/notice/mail.ts';
import { newDynamo } from './new-dynamo.ts';
import { table } from './table.ts';

/** Mails that SNS took, by their id, for a day: a queue may deliver twice. */
export type SentMailTable = {
  find(id: string): Promise<Published | null>;
  keep(id: string, published: Published): Promise<void>;
};

const KEPT_MS = 24 * 3_600_000;

const keyOf = (id: string) => ({ pk: `mail#${id}`, sk: 'mail' });

export const sentMailTable = (tableName: string, dynamo = newDynamo()): SentMailTable => {
  const { find, keep } = table(tableName, dynamo);
  return {
    find: (id) => find(keyOf(id), Published),
    keep: (id, published) => keep(keyOf(id), published, Date.now() + KEPT_MS),
  };
};
