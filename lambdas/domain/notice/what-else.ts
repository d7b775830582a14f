import { alreadyDone } from '../grace-period/already-done.ts';
import type { Concern } from './concern.ts';

/** What was done besides, or would have come of it, by the reason that `terminate` gives. */
const ELSE: ReadonlyMap<string, string> = new Map([
  ['protection-overridden', 'Termination protection was on: it is overridden here, by configuration.'],
  ['request-cancelled', 'The persistent Spot request, which would launch another, was cancelled.'],
  ['request-not-cancelled', 'Terminated before its Spot request is cancelled, it would come back.'],
]);

/** What was done besides, in one sentence: nothing is changed without being told. Null where there is nothing. */
export const whatElse = ({ decision, reason }: Pick<Concern, 'decision' | 'reason'>): string | null =>
  decision === 'terminated' || decision === 'failed' || decision === 'held'
    ? (alreadyDone(reason).said ?? ELSE.get(reason) ?? null)
    : null;
