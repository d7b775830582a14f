import { ActRefused, NotFinished } from '../domain/grace-period/errors.ts';
import { isTerminable } from '../domain/verdict/verdict.ts';
import type { Acts } from './acts.ts';
import { type Answer, type Doubt, interrupted } from './answer.ts';
import { terminateOne } from './terminate-all.ts';

/** Undefined once it is cancelled. What it was not cancelled for is no reason to terminate: it would launch again. */
const hindrance = async (
  instanceId: string,
  requestId: string,
  acts: Acts,
  doubt: Doubt,
): Promise<Answer[] | undefined> => {
  const failed: Answer = { instanceId, result: 'failed', reason: 'request-not-cancelled' };
  try {
    const { answer: isCancelled } = await acts.cancelRequest(requestId);
    return isCancelled ? undefined : [failed];
  } catch (error) {
    if (error instanceof ActRefused) return [failed];
    if (error instanceof NotFinished && error.mayHaveActed) {
      return [{ instanceId, result: 'not-asked', reason: error.reason, done: 'request-perhaps-cancelled' }];
    }
    return interrupted([instanceId], error, doubt);
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
  doubt: Doubt,
): Promise<Answer[]> => {
  const { answer: verdict } = await acts.look(instanceId);
  if (verdict.is === 'gone') {
    const isOurs = doubt(instanceId) && verdict.reason !== 'not-found';
    return isOurs
      ? [{ instanceId, result: 'terminated', reason: 'answer-lost' }]
      : [{ instanceId, result: 'gone', reason: verdict.reason }];
  }
  if (!isTerminable(verdict)) return [{ instanceId, result: 'spared', reason: verdict.reason }];
  const hindered = await hindrance(instanceId, requestId, acts, doubt);
  return hindered ?? terminateOne({ instanceId, done: 'request-cancelled' }, acts, doubt);
};
