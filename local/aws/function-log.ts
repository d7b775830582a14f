import * as z from 'zod';
import { Cause } from '../../lambdas/domain/grace-period/input.ts';
import { Launch } from '../../lambdas/domain/record/launch.ts';
import type { Log } from '../../lambdas/log.ts';
import type { Witness } from './witness.ts';

const Compliant = z.object({ launch: Launch });
const GraceStarted = z.object({ execution: z.string(), launch: Launch, cause: Cause });
const NotTakenIn = z.object({ messageId: z.string(), error: z.unknown() });

/** A log that nobody reads. */
export const unread: Log = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * Where the functions log to: what `intake` and `sweep` say there is all that tells of a launch that starts no execution,
 * and of those that begin.
 *
 * @param other gets every line too
 */
export const functionLog = (
  witness: Pick<Witness, 'compliant' | 'graceStarted'>,
  notTakenIn: (messageId: string, error: unknown) => void,
  other: Log,
): Log => ({
  info: (message, ...more) => {
    other.info(message, ...more);
    const [details] = more;
    if (message === 'compliant') {
      witness.compliant(Compliant.parse(details).launch);
    } else if (message === 'grace-started') {
      const { execution, launch, cause } = GraceStarted.parse(details);
      witness.graceStarted(execution, launch, cause);
    }
  },
  warn: (message, ...more) => other.warn(message, ...more),
  error: (message, ...more) => {
    other.error(message, ...more);
    if (message !== 'message not taken in') return;
    const { messageId, error } = NotTakenIn.parse(more[0]);
    notTakenIn(messageId, error);
  },
});
