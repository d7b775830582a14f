import * as z from 'zod';
import { Cause } from '../../lambdas/domain/grace-period/input.ts';
import type { Published } from '../../lambdas/domain/mail.ts';
import { Launch } from '../../lambdas/domain/record/launch.ts';
import type { Log } from '../../lambdas/log.ts';

/** Is called for what the service does. `execution` is the name of an execution of GracePeriod. */
export type ServiceObserver = {
  /** `intake` found every instance compliant from the record alone. */
  readonly compliant: (launch: Launch) => void;
  /** `intake` or `sweep` started a grace period. */
  readonly graceStarted: (execution: string, launch: Launch, cause: Cause) => void;
  /** `attribute` answered who the launcher is. */
  readonly attributed: (execution: string, answer: unknown) => void;
  /** `notice` concluded a round. `input` is its event. */
  readonly noticed: (execution: string, input: unknown, answer: unknown) => void;
  /** `publish` reported whether a mail of the round was sent. */
  readonly published: (execution: string, published: Published) => void;
  readonly succeeded: (execution: string) => void;
  readonly failed: (execution: string, error: unknown) => void;
};

const Compliant = z.object({ launch: Launch });
const GraceStarted = z.object({ started: z.string(), launch: Launch, cause: Cause });
const NotTakenIn = z.object({ messageId: z.string(), error: z.unknown() });

/** A log that discards every line. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * The log of the functions. Only the lines of `intake` and `sweep` show which launches start an execution.
 *
 * @param other receives every line too
 */
export const functionLog = (
  observer: Pick<ServiceObserver, 'compliant' | 'graceStarted'>,
  notTakenIn: (messageId: string, error: unknown) => void,
  other: Log,
): Log => ({
  info: (code, facts) => {
    other.info(code, facts);
    if (code === 'compliant-at-launch') {
      observer.compliant(Compliant.parse(facts).launch);
    } else if (code === 'grace-period-started') {
      const { started, launch, cause } = GraceStarted.parse(facts);
      observer.graceStarted(started, launch, cause);
    }
  },
  warn: (code, facts) => other.warn(code, facts),
  error: (code, facts) => {
    other.error(code, facts);
    if (code !== 'message-failed') return;
    const { messageId, error } = NotTakenIn.parse(facts);
    notTakenIn(messageId, error);
  },
});
