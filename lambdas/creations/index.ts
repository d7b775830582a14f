import { sendMessage } from '../aws/send-message.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { metrics } from '../metrics.ts';
import { CreationsEnvironment, createHandler } from './handler.ts';

const environment = parseEnvironment(CreationsEnvironment, process.env);

export const handler = withInvocation(
  createHandler(environment, {
    send: sendMessage(environment.REMINDER_QUEUE_URL),
    log: log(),
    metrics: metrics(),
  }),
);
