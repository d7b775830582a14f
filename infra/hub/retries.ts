import { Duration } from 'aws-cdk-lib';
import { Errors, JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';
import {
  AccountNotEnforced,
  AnswerLost,
  StaleRound,
  StaleVerdict,
} from '../../lambdas/domain/grace-period/errors.ts';

/** After so many seconds at most, then after twice as many, and so on: with full jitter, half of that on average. */
const retry = (seconds: number, maxAttempts: number): RetryProps => ({
  errors: [Errors.ALL],
  interval: Duration.seconds(seconds),
  backoffRate: 2,
  maxAttempts,
  jitterStrategy: JitterType.FULL,
});

/**
 * For steps that read, or write a mail: after 5, 10, 20, 40, 80 and 120 seconds, 4.6 minutes in all. It outlasts an outage of
 * minutes; a longer one is reported while the grace period still runs.
 */
export const RETRY: RetryProps = { ...retry(5, 6), maxDelay: Duration.minutes(2) };

/**
 * For repair and terminate: after 2, 4, 8 and 16 seconds, half a minute in all, within the minute that a verdict is valid.
 * `terminate` retries each of its calls itself: this is for a run that gives no answer at all.
 */
export const RETRY_ACT = retry(2, 4);

/** For attribute: after 1 and 2 seconds. Three runs take a minute at most: the launch waits no longer for a recipient. */
export const RETRY_ATTRIBUTE = retry(1, 2);

/**
 * For queueing a mail: after 2, 4, 8 and 16 seconds, half a minute in all. With the wait for SNS's answer this is less than
 * the time between warning and deadline, so that a mail which cannot be sent delays nothing.
 */
export const RETRY_MAIL = retry(2, 4);

/** A mail without an answer in time may have been sent: it must not be sent twice. */
export const NO_RETRY_LATE: RetryProps = { errors: [Errors.TIMEOUT], maxAttempts: 0 };

/** For sweep: after 5, 10 and 20 seconds. The next sweep, ten minutes later, does the same work. */
export const RETRY_SWEEP = retry(5, 3);

/** A round whose notice comes too late is checked again, not retried. */
export const NO_RETRY_STALE: RetryProps = { errors: [StaleRound.name], maxAttempts: 0 };

/** Errors that a retry cannot change. */
export const NO_RETRY: RetryProps = {
  errors: [StaleVerdict.name, AnswerLost.name, AccountNotEnforced.name],
  maxAttempts: 0,
};
