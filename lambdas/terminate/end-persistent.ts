import { afterThat } from '../domain/grace-period/already-done.ts';
import { ActRefused, EnforcementPaused } from '../domain/grace-period/errors.ts';
import { isTerminable } from '../domain/verdict/verdict.ts';
import type { Acts } from './acts.ts';
import { type Answer, held } from './answer.ts';
import { halving } from './halving.ts';
import { askOurOwn } from './terminate-all.ts';

const DONE = 'request-cancelled';

/** Undefined once it is cancelled. What it was not cancelled for is no reason to terminate: it would launch again. */
const cancel = async (instanceId: string, requestId: string, acts: Acts): Promise<Answer | undefined> => {
  const failed: Answer = { instanceId, result: 'failed', reason: 'request-not-cancelled' };
  try {
    return (await acts.cancelRequest(requestId)) ? undefined : failed;
  } catch (error) {
    // It was looked at a moment ago, and lived.
    if (error instanceof EnforcementPaused) return held(instanceId);
    if (error instanceof ActRefused) return failed;
    throw error;
  }
};

/**
 * Ends an instance of a persistent Spot request: looks at it again, cancels the request, which would launch another for
 * it, and then terminates.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-requests.html
 */
export const endPersistent = async (
  instanceId: string,
  requestId: string,
  acts: Acts,
  attempt: number,
): Promise<Answer> => {
  const verdict = await acts.look(instanceId);
  if (verdict.is === 'gone') {
    const isOurs = attempt > 0 && verdict.reason !== 'not-found';
    return isOurs
      ? { instanceId, result: 'terminated', reason: 'confirmed' }
      : { instanceId, result: 'gone', reason: verdict.reason };
  }
  if (!isTerminable(verdict)) return { instanceId, result: 'spared', reason: verdict.reason };
  const hindered = await cancel(instanceId, requestId, acts);
  if (hindered) return hindered;
  const [answer = held(instanceId)] = await halving([instanceId], askOurOwn(acts.terminate), 0);
  if (answer.result === 'gone') return answer;
  if (answer.result === 'terminated') return { ...answer, reason: DONE };
  return { ...answer, reason: afterThat(answer.reason, DONE) };
};
