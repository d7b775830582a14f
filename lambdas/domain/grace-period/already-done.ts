import * as z from 'zod/mini';

/** What was done to an instance before its termination came, or did not. */
export const Done = z.enum([
  'protection-removed',
  'protection-perhaps-removed',
  'request-cancelled',
  'request-perhaps-cancelled',
  'perhaps-stopped',
  'perhaps-terminated',
]);
export type Done = z.infer<typeof Done>;

const AFTER = ' after ';

const SAID: Readonly<Record<Done, string>> = {
  'protection-removed': 'Its termination protection was removed before that.',
  'protection-perhaps-removed': 'Its termination protection may have been removed before that.',
  'request-cancelled': 'Its persistent Spot request was cancelled before that.',
  'request-perhaps-cancelled': 'Its persistent Spot request may have been cancelled before that.',
  'perhaps-stopped': 'It may have been stopped before that.',
  'perhaps-terminated': 'It may be ending all the same: AWS was asked, and gave no answer.',
};

/** A reason that also tells what was done before: nothing of it happens in silence. */
export const afterThat = (reason: string, done: Done | undefined): string =>
  done === undefined ? reason : `${reason}${AFTER}${done}`;

/** The reason alone, and the sentence for what was done before, if anything was. */
export const alreadyDone = (reason: string): { readonly reason: string; readonly said: string | null } => {
  const [alone = '', done = ''] = reason.split(AFTER);
  const known = z.safeParse(Done, done);
  return known.success ? { reason: alone, said: SAID[known.data] } : { reason, said: null };
};
