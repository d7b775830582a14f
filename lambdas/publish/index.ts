import { answerTask } from '../aws/executions.ts';
import { sentMailTable } from '../aws/mail-tables.ts';
import { mailTopics } from '../aws/topics.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { createHandler, PublishEnvironment } from './handler.ts';

const { TABLE_NAME } = parseEnvironment(PublishEnvironment, process.env);

export const handler = withInvocation(
  createHandler({
    sentMails: sentMailTable(TABLE_NAME),
    topics: mailTopics(),
    answer: answerTask(),
    log: log(),
  }),
);
