import type { SendMessage } from '../aws/send-message.ts';
import type { ReminderMessage } from '../domain/reminder/reminder.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { metrics } from '../metrics.ts';
import { CreationsEnvironment, createHandler } from './handler.ts';

/** Loads the SDK on its first use: it is most of a cold start, and what is tagged in the call needs none. */
const sendOnDemand = (queueUrl: string): SendMessage<ReminderMessage> => {
  let send: Promise<SendMessage<ReminderMessage>> | undefined;
  return async (...given) => {
    send ??= import('../aws/send-message.ts').then((client) => client.sendMessage(queueUrl));
    await (await send)(...given);
  };
};

const environment = parseEnvironment(CreationsEnvironment, process.env);

export const handler = withInvocation(
  createHandler(environment, {
    send: sendOnDemand(environment.REMINDER_QUEUE_URL),
    log: log(),
    metrics: metrics(),
  }),
);
