import * as z from 'zod';
import { Cause } from '../../lambdas/domain/grace-period/input.ts';
import type { Published } from '../../lambdas/domain/mail.ts';
import { PROPAGATED } from '../../lambdas/domain/propagation/attachment.ts';
import { Launch } from '../../lambdas/domain/record/launch.ts';
import type { Log, LogCode } from '../../lambdas/log.ts';

/** Is called for what the service does. `execution` is the name of an execution of GracePeriod. */
export type ServiceObserver = {
  /** `intake` found every instance compliant from the record alone. */
  readonly compliant: (launch: Launch) => void;
  /** `intake` or `sweep` started a grace period. */
  readonly graceStarted: (execution: string, launch: Launch, cause: Cause) => void;
  /** A function wrote a line. Only lines show what became of what was created. */
  readonly logged: (code: LogCode, facts: unknown) => void;
  /** `attribute` answered who the launcher is. */
  readonly attributed: (execution: string, answer: unknown) => void;
  /** `notice` concluded a round. `input` is its event. */
  readonly noticed: (execution: string, input: unknown, answer: unknown) => void;
  /** `publish` reported whether a mail of the round was sent. */
  readonly published: (execution: string, published: Published) => void;
  /** `propagate` wrote the Owner of instances on what is attached to them, or would in mode enforce. */
  readonly propagated: (propagated: Propagated) => void;
  readonly succeeded: (execution: string) => void;
  readonly failed: (execution: string, error: unknown) => void;
};

const Propagated = z.object({
  accountId: z.string(),
  region: z.string(),
  owner: z.string(),
  resources: z.array(
    z.object({ type: z.enum(PROPAGATED), resourceId: z.string(), instanceIds: z.array(z.string()) }),
  ),
});
/** What got an Owner, and of which instances; `isWritten` is false in dry-run. */
export type Propagated = z.infer<typeof Propagated> & { readonly isWritten: boolean };

const Compliant = z.object({ launch: Launch });
const GraceStarted = z.object({ started: z.string(), launch: Launch, cause: Cause });
const NotTakenIn = z.object({ messageId: z.string(), error: z.unknown() });

/** A log that discards every line. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * The log of the functions. Only the lines of `intake` and `sweep` show which launches start an execution, and only those of
 * `propagate` what got an Owner.
 *
 * @param other receives every line too
 */
export const functionLog = (
  observer: Pick<ServiceObserver, 'compliant' | 'graceStarted' | 'propagated' | 'logged'>,
  notTakenIn: (messageId: string, error: unknown) => void,
  other: Log,
): Log => ({
  info: (code, facts) => {
    other.info(code, facts);
    observer.logged(code, facts);
    if (code === 'compliant-at-launch') {
      observer.compliant(Compliant.parse(facts).launch);
    } else if (code === 'grace-period-started') {
      const { started, launch, cause } = GraceStarted.parse(facts);
      observer.graceStarted(started, launch, cause);
    } else if (code === 'owner-propagated' || code === 'owner-would-be-propagated') {
      observer.propagated({ ...Propagated.parse(facts), isWritten: code === 'owner-propagated' });
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
