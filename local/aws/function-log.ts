import * as z from 'zod';
import { Launch } from '../../lambdas/domain/launch.ts';
import type { Log } from '../../lambdas/log.ts';
import type { Witness } from './witness.ts';

const Compliant = z.object({ launch: Launch });
const GraceStarted = z.object({ execution: z.string(), launch: Launch });
const NotTakenIn = z.object({ messageId: z.string(), error: z.unknown() });

/** Where the functions log to: what `intake` says there is all that tells of a launch that starts no execution. */
export const functionLog = (
  witness: Pick<Witness, 'compliant' | 'graceStarted'>,
  notTakenIn: (messageId: string, error: unknown) => void,
): Log => ({
  info: (message, ...[details]) => {
    if (message === 'compliant') {
      witness.compliant(Compliant.parse(details).launch);
    } else if (message === 'grace-started') {
      const { execution, launch } = GraceStarted.parse(details);
      witness.graceStarted(execution, launch);
    }
  },
  warn: () => {},
  error: (message, ...[details]) => {
    if (message !== 'message not taken in') return;
    const { messageId, error } = NotTakenIn.parse(details);
    notTakenIn(messageId, error);
  },
});
