import { Duration } from 'aws-cdk-lib';
import { Errors, JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';
import {
  AccountNotEnforced,
  AnswerLost,
  StaleRound,
  StaleVerdict,
} from '../../lambdas/domain/grace-period/errors.ts';

/**
 * A step that reads or writes a mail: after 5, 10, 20, 40, 80 and 120 seconds, 4.6 minutes in all and half of that
 * on average (full jitter). An outage of minutes is outlasted, and is told while the grace period still runs.
 */
export const RETRY: RetryProps = {
  errors: [Errors.ALL],
  interval: Duration.seconds(5),
  backoffRate: 2,
  maxAttempts: 6,
  maxDelay: Duration.minutes(2),
  jitterStrategy: JitterType.FULL,
};

/**
 * Repair and terminate: after 2, 4, 8 and 16 seconds, half a minute in all and so within the minute that a verdict lasts.
 * `terminate` tries each of its calls again itself: it comes to this only where its whole run gave no answer.
 */
export const RETRY_ACT: RetryProps = {
  errors: [Errors.ALL],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 4,
  jitterStrategy: JitterType.FULL,
};

/** Attribute: after 1 and 2 seconds. Three runs at their timeout are a minute: no more is whom to tell worth. */
export const RETRY_ATTRIBUTE: RetryProps = {
  errors: [Errors.ALL],
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxAttempts: 2,
  jitterStrategy: JitterType.FULL,
};

/**
 * Queueing a mail: after 2, 4, 8 and 16 seconds, half a minute in all. With the wait for SNS's answer that is less than
 * the time between warning and deadline, so that a copy which cannot be sent delays nothing.
 */
export const RETRY_MAIL: RetryProps = {
  errors: [Errors.ALL],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 4,
  jitterStrategy: JitterType.FULL,
};

/** A mail that is not answered in time may be on its way: it is not sent twice. */
export const NO_RETRY_LATE: RetryProps = { errors: [Errors.TIMEOUT], maxAttempts: 0 };

/** Sweep: after 5, 10 and 20 seconds. The next sweep comes in ten minutes, and does it all again. */
export const RETRY_SWEEP: RetryProps = {
  errors: [Errors.ALL],
  interval: Duration.seconds(5),
  backoffRate: 2,
  maxAttempts: 3,
  jitterStrategy: JitterType.FULL,
};

/** A round that is told too late is checked again. */
export const NO_RETRY_STALE: RetryProps = { errors: [StaleRound.name], maxAttempts: 0 };

/** What no repetition changes. */
export const NO_RETRY: RetryProps = {
  errors: [StaleVerdict.name, AnswerLost.name, AccountNotEnforced.name],
  maxAttempts: 0,
};
