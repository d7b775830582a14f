import { tmpdir } from 'node:os';
import { assumeRole } from '../aws/credentials.ts';
import { ownerMailTable } from '../aws/mail-tables.ts';
import { reportBucket, signLink } from '../aws/report-bucket.ts';
import { sendMessage } from '../aws/send-message.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { metrics } from '../metrics.ts';
import { createHandler, ReportEnvironment } from './handler.ts';
import { MailEnvironment, sendMails } from './send-mails.ts';

const environment = parseEnvironment(ReportEnvironment, process.env);
const ofMails = parseEnvironment(MailEnvironment, process.env);
const { HUB, LINK_ROLE_NAME, MAIL_QUEUE_URL, TABLE_NAME } = ofMails;

export const handler = withInvocation(
  createHandler(environment, {
    bucket: reportBucket(environment.BUCKET_NAME),
    folder: tmpdir(),
    sendMails: sendMails(ofMails, {
      sendMail: sendMessage(MAIL_QUEUE_URL),
      ownerMails: ownerMailTable(TABLE_NAME),
      signLink: LINK_ROLE_NAME === '' ? null : signLink(assumeRole(LINK_ROLE_NAME, 'report'), HUB),
      log: log(),
    }),
    log: log(),
    metrics: metrics(),
  }),
);
