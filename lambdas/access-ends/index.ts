import { sendMessage } from '../aws/send-message.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { AccessEndsEnvironment, createHandler } from './handler.ts';

const environment = parseEnvironment(AccessEndsEnvironment, process.env);

export const handler = withInvocation(
  createHandler(environment, { sendMail: sendMessage(environment.MAIL_QUEUE_URL), log: log() }),
);
