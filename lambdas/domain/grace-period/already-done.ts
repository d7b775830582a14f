/** What was done to an instance before its termination, which then did not follow. */
export type Done = 'protection-removed' | 'protection-perhaps-removed' | 'request-cancelled';

const AFTER = ' after ';

const SAID: Readonly<Record<Done, string>> = {
  'protection-removed': 'Its termination protection was removed before that.',
  'protection-perhaps-removed': 'Its termination protection may have been removed before that.',
  'request-cancelled': 'Its persistent Spot request was cancelled before that.',
};

const isDone = (text: string): text is Done => Object.hasOwn(SAID, text);

/** A reason that also tells what was done before: nothing of it happens in silence. */
export const afterThat = (reason: string, done: Done): string => `${reason}${AFTER}${done}`;

/** The reason alone, and the sentence for what was done before, if anything was. */
export const alreadyDone = (reason: string): { readonly reason: string; readonly said: string | null } => {
  const [alone = '', done = ''] = reason.split(AFTER);
  return isDone(done) ? { reason: alone, said: SAID[done] } : { reason, said: null };
};
