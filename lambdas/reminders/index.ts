import { askCloudTrail } from '../aws/cloud-trail.ts';
import { assumeRole } from '../aws/credentials.ts';
import { callerTable, sessionTable } from '../aws/launcher-tables.ts';
import { sentMailTable } from '../aws/mail-tables.ts';
import { tagResourceOnDemand } from '../aws/on-demand.ts';
import { readResourceTags } from '../aws/read-tags.ts';
import { reminderTable } from '../aws/reminder-table.ts';
import { sendMessage } from '../aws/send-message.ts';
import { userTable } from '../aws/user-table.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { metrics } from '../metrics.ts';
import { createHandler, RemindersEnvironment } from './handler.ts';

const environment = parseEnvironment(RemindersEnvironment, process.env);
const { TABLE_NAME } = environment;

export const handler = withInvocation(
  createHandler(environment, {
    readTags: readResourceTags(assumeRole(environment.TAGS_ROLE_NAME, 'reminders')),
    tagResource: tagResourceOnDemand(assumeRole(environment.CORRECT_ROLE_NAME, 'reminders')),
    reminders: reminderTable(TABLE_NAME),
    sentMails: sentMailTable(TABLE_NAME),
    sessions: sessionTable(TABLE_NAME),
    users: userTable(TABLE_NAME),
    callers: callerTable(TABLE_NAME),
    send: sendMessage(environment.REMINDER_QUEUE_URL),
    sendMail: sendMessage(environment.MAIL_QUEUE_URL),
    ask: askCloudTrail(environment.LOOK_UP_QUEUE_URL),
    log: log(),
    metrics: metrics(),
  }),
);
