import * as z from 'zod/mini';
import { GracePeriodInput, NoticeInput } from '../../lambdas/domain/grace-period/input.ts';
import { Notice } from '../../lambdas/domain/grace-period/outcome.ts';
import { Published } from '../../lambdas/domain/mail.ts';

/** What flows between the states, whichever of them has written to it. */
export const State = z.extend(GracePeriodInput, {
  launcher: NoticeInput.shape.launcher,
  check: z.optional(NoticeInput.shape.check),
  terminations: NoticeInput.shape.terminations,
  notice: z.optional(Notice),
  published: z.optional(z.array(Published)),
});
export type State = z.infer<typeof State>;

/** Reads a state from the history; undefined where it is of another shape, as a mail's in its queue is. */
export const readState = (text: string | undefined): State | undefined => {
  if (text === undefined) return undefined;
  try {
    const { success, data } = z.safeParse(State, JSON.parse(text));
    return success ? data : undefined;
  } catch {
    return undefined;
  }
};
