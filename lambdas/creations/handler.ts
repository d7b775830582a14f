import * as z from 'zod/mini';
import type { SendMessage } from '../aws/send-message.ts';
import { OwnerTag } from '../domain/compliance/owner-rule.ts';
import { type Creation, CreationMessage, creationIn } from '../domain/creation/creation.ts';
import { Timing } from '../domain/grace-period/deadline.ts';
import { AccountNames, findAccount } from '../domain/grace-period/input.ts';
import { delaySeconds, planCreation } from '../domain/reminder/created.ts';
import type { ReminderMessage } from '../domain/reminder/reminder.ts';
import { json } from '../environment.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { type MessageResult, sqsBatchHandler } from '../sqs-batch.ts';

/** The environment of `creations`. */
export const CreationsEnvironment = z.object({
  OWNER_TAG: json(OwnerTag),
  TIMING: json(Timing),
  SUB_ACCOUNTS: json(AccountNames),
  /** The delayed queue, which `reminders` reads. */
  REMINDER_QUEUE_URL: z.string(),
});
export type CreationsEnvironment = z.infer<typeof CreationsEnvironment>;

export type CreationsClients = {
  readonly send: SendMessage<ReminderMessage>;
  readonly log: Log;
  readonly metrics: Metrics;
};

/** What a log line says of a creation. */
const factsOf = ({ accountId, region, eventId, eventName, eventSource, resourceType, arns }: Creation) => ({
  accountId,
  region,
  eventId,
  eventName,
  eventSource,
  resourceType,
  arns,
});

/** Reads records of creations, and sends on what is to be looked at again once its grace period is over. */
export const createHandler = (
  { OWNER_TAG, TIMING, SUB_ACCOUNTS, REMINDER_QUEUE_URL: _ }: CreationsEnvironment,
  { send, log, metrics }: CreationsClients,
) => {
  const handle = async (message: CreationMessage): Promise<MessageResult> => {
    const { account: accountId } = message;
    const plan = planCreation(creationIn(message), findAccount(accountId, SUB_ACCOUNTS), OWNER_TAG);
    switch (plan.is) {
      case 'ignored':
        return 'done';
      case 'unknown': {
        const { eventSource, eventName } = plan;
        log.info('creation-unknown', { accountId, eventSource, eventName });
        metrics.total('UnknownCreations');
        return 'done';
      }
      case 'not-located':
        log.warn('creation-not-located', factsOf(plan.creation));
        metrics.total('CreationsNotLocated');
        return 'done';
      case 'compliant':
        log.info('compliant-at-creation', factsOf(plan.creation));
        metrics.total('CompliantCreations');
        return 'done';
      case 'to-read': {
        const { created } = plan;
        await send({ created }, delaySeconds(created.at, TIMING.gracePeriodMinutes, new Date()));
        metrics.total('CreationsToRead');
        return 'done';
      }
      default:
        return plan satisfies never;
    }
  };

  return sqsBatchHandler({ order: 'at-once', body: CreationMessage, handle }, log);
};
