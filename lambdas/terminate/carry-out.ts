import { ActRefused, NotFinished } from '../domain/grace-period/errors.ts';
import type { OnTerminationProtection, TerminationOrder } from '../domain/grace-period/order.ts';
import { isTerminable } from '../domain/verdict/verdict.ts';
import type { Acts } from './ec2-actions.ts';
import {
  type Answer,
  type Ask,
  answersFor,
  type DealWithProtected,
  type Doubt,
  halving,
  interrupted,
  noDoubt,
  PROTECTED,
  refused,
  reportProtected,
  terminateAll,
  terminateOne,
} from './terminate-all.ts';

/** Values that one filter of a Describe call takes. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html */
const FILTER_VALUES = 200;

export type Manner = {
  readonly doubt: Doubt;
  readonly setting: OnTerminationProtection;
};

/** The persistent requests behind the instances of an order; EC2 is asked for Spot instances alone. */
const persistentOf = async (
  { isSpot, instanceIds }: TerminationOrder,
  acts: Acts,
): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  if (!isSpot) return found;
  for (let start = 0; start < instanceIds.length; start += FILTER_VALUES) {
    const { answer } = await acts.persistentRequests(instanceIds.slice(start, start + FILTER_VALUES));
    for (const [instanceId, requestId] of answer) found.set(instanceId, requestId);
  }
  return found;
};

const carryOutOne = async (
  order: TerminationOrder,
  acts: Acts,
  { doubt, setting }: Manner,
): Promise<Answer[]> => {
  const requests = await persistentOf(order, acts);
  const answers: Answer[] = [];
  for (const [instanceId, requestId] of requests) {
    const ended = endPersistent(instanceId, requestId, acts, doubt);
    answers.push(...(await ended.catch((error: unknown) => interrupted([instanceId], error, doubt))));
  }
  const others = order.instanceIds.filter((instanceId) => !requests.has(instanceId));
  return [...answers, ...(await terminateAll(others, acts, doubt, onProtection(setting, acts)))];
};

/** Carries out orders one after the other, and says of each instance what became of it. */
export const carryOut = async (
  orders: readonly TerminationOrder[],
  acts: Acts,
  manner: Manner,
): Promise<Answer[]> => {
  const answers: Answer[] = [];
  for (const order of orders) {
    const ended = carryOutOne(order, acts, manner);
    answers.push(
      ...(await ended.catch((error: unknown) => interrupted(order.instanceIds, error, manner.doubt))),
    );
  }
  return answers;
};

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
const endPersistent = async (
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

const askToStop =
  ({ stop }: Acts): Ask =>
  async (instanceIds) => {
    const { answer: stopped } = await stop(instanceIds);
    return answersFor(
      instanceIds,
      stopped.map((instanceId) => ({ instanceId, result: 'stopped', reason: PROTECTED })),
    );
  };

const override = async (instanceId: string, acts: Acts): Promise<Answer[]> => {
  try {
    await acts.removeProtection(instanceId);
  } catch (error) {
    if (error instanceof ActRefused) return [{ instanceId, ...refused(error) }];
    if (error instanceof NotFinished && error.mayHaveActed) {
      return [{ instanceId, result: 'not-asked', reason: error.reason, done: 'protection-perhaps-removed' }];
    }
    // EC2 has just refused to end it: it is not our own work that is held.
    return interrupted([instanceId], error, noDoubt);
  }
  return terminateOne({ instanceId, done: 'protection-removed' }, acts, noDoubt);
};

/** What becomes of instances that EC2 refused to terminate for their protection, as configured. */
const onProtection = (setting: OnTerminationProtection, acts: Acts): DealWithProtected => {
  switch (setting) {
    case 'report':
      return reportProtected;
    case 'stop':
      return async (instanceIds) =>
        (await halving(instanceIds, askToStop(acts), noDoubt)).map(
          // Of an end nothing was asked: EC2 has just refused it.
          (answer) =>
            answer.result === 'unanswered'
              ? { ...answer, result: 'not-asked', done: 'perhaps-stopped' }
              : answer,
        );
    case 'override':
      return async (instanceIds) => {
        const answers: Answer[] = [];
        for (const instanceId of instanceIds) answers.push(...(await override(instanceId, acts)));
        return answers;
      };
    default:
      return setting satisfies never;
  }
};
