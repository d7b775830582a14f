import { alreadyDone } from '../grace-period/order.ts';
import type { Concern } from './concern.ts';

/** What was done besides, or would have come of it, by the reason that `terminate` gives. */
const ELSE: ReadonlyMap<string, string> = new Map([
  ['protection-overridden', 'Termination protection was on: it is overridden here, by configuration.'],
  ['request-cancelled', 'The persistent Spot request, which would launch another, was cancelled.'],
  ['request-not-cancelled', 'Terminated before its Spot request is cancelled, it would come back.'],
  ['answer-lost', "AWS's answer was lost on the way: somebody else may have ended it first."],
]);

const sentences = ({ reason, said }: ReturnType<typeof alreadyDone>): string | null =>
  [ELSE.get(reason), said].filter((sentence) => sentence).join(' ') || null;

/** What was done besides, in a sentence or two: nothing is changed without being told. Null where there is nothing. */
export const whatElse = ({ decision, reason }: Pick<Concern, 'decision' | 'reason'>): string | null =>
  decision === 'terminated' || decision === 'failed' || decision === 'held' || decision === 'would-terminate'
    ? sentences(alreadyDone(reason))
    : null;
