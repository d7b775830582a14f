import { answerTask } from '../aws/executions.ts';
import { sentMailTable } from '../aws/mail-tables.ts';
import { mailTopics } from '../aws/topics.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, {
  sentMails: (tableName) => sentMailTable(tableName),
  topics: mailTopics(),
  answer: answerTask(),
  log: log(),
});
