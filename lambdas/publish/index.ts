import { answerTask } from '../aws/answer-task.ts';
import { mailTopics } from '../aws/mail-topics.ts';
import { sentMailTable } from '../aws/sent-mail-table.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, {
  sentMails: (tableName) => sentMailTable(tableName),
  topics: mailTopics(),
  answer: answerTask(),
  log: log(),
});
