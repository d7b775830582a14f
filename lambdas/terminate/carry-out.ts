import { isTerminable } from '../domain/compliance/verdict.ts';
import { ActRefused, NotFinished } from '../domain/grace-period/errors.ts';
import type { OnTerminationProtection, TerminationOrder } from '../domain/grace-period/orders-and-results.ts';
import type { Ec2Actions } from './ec2-actions.ts';
import {
  bisectOnRefusal,
  type Ec2Call,
  type HandleProtected,
  type InstanceResult,
  noPriorAttempt,
  PROTECTED,
  type PriorAttempt,
  reportProtected,
  resultOfRefusal,
  resultsFor,
  resultsWhenInterrupted,
  terminateAll,
  terminateOne,
} from './terminate-all.ts';

/**
 * A filter of a Describe call takes 200 values.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html
 */
const FILTER_VALUES = 200;

type TerminationSettings = {
  readonly priorAttempt: PriorAttempt;
  readonly setting: OnTerminationProtection;
};

/** The persistent Spot requests of an order's instances. EC2 is asked about Spot instances only. */
const persistentOf = async (
  { isSpot, instanceIds }: TerminationOrder,
  actions: Ec2Actions,
): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  if (!isSpot) return found;
  for (let start = 0; start < instanceIds.length; start += FILTER_VALUES) {
    const { answer } = await actions.persistentRequests(instanceIds.slice(start, start + FILTER_VALUES));
    for (const [instanceId, requestId] of answer) found.set(instanceId, requestId);
  }
  return found;
};

const carryOutOne = async (
  order: TerminationOrder,
  actions: Ec2Actions,
  { priorAttempt, setting }: TerminationSettings,
): Promise<InstanceResult[]> => {
  const requests = await persistentOf(order, actions);
  const answers: InstanceResult[] = [];
  for (const [instanceId, requestId] of requests) {
    const ended = terminateSpotInstance(instanceId, requestId, actions, priorAttempt);
    answers.push(
      ...(await ended.catch((error: unknown) => resultsWhenInterrupted([instanceId], error, priorAttempt))),
    );
  }
  const others = order.instanceIds.filter((instanceId) => !requests.has(instanceId));
  return [...answers, ...(await terminateAll(others, actions, priorAttempt, onProtection(setting, actions)))];
};

/** Carries out orders one after another, and returns a result for each instance. */
export const carryOut = async (
  orders: readonly TerminationOrder[],
  actions: Ec2Actions,
  settings: TerminationSettings,
): Promise<InstanceResult[]> => {
  const answers: InstanceResult[] = [];
  for (const order of orders) {
    const ended = carryOutOne(order, actions, settings);
    answers.push(
      ...(await ended.catch((error: unknown) =>
        resultsWhenInterrupted(order.instanceIds, error, settings.priorAttempt),
      )),
    );
  }
  return answers;
};

/**
 * Cancels a Spot request. Returns undefined on success; otherwise the instance must not be terminated, since the
 * request would launch another.
 */
const cancelSpotRequest = async (
  instanceId: string,
  requestId: string,
  actions: Ec2Actions,
  priorAttempt: PriorAttempt,
): Promise<InstanceResult[] | undefined> => {
  const failed: InstanceResult = { instanceId, result: 'failed', reason: 'request-not-cancelled' };
  try {
    const { answer: isCancelled } = await actions.cancelRequest(requestId);
    return isCancelled ? undefined : [failed];
  } catch (error) {
    if (error instanceof ActRefused) return [failed];
    if (error instanceof NotFinished && error.mayHaveActed) {
      return [{ instanceId, result: 'not-asked', reason: error.reason, done: 'request-perhaps-cancelled' }];
    }
    return resultsWhenInterrupted([instanceId], error, priorAttempt);
  }
};

/**
 * Terminates an instance of a persistent Spot request: checks it again, cancels the request, which would launch a
 * replacement, and then terminates it.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-requests.html
 */
const terminateSpotInstance = async (
  instanceId: string,
  requestId: string,
  actions: Ec2Actions,
  priorAttempt: PriorAttempt,
): Promise<InstanceResult[]> => {
  const { answer: verdict } = await actions.judge(instanceId);
  if (verdict.is === 'gone') {
    const isOurs = priorAttempt(instanceId) && verdict.reason !== 'not-found';
    return isOurs
      ? [{ instanceId, result: 'terminated', reason: 'answer-lost' }]
      : [{ instanceId, result: 'gone', reason: verdict.reason }];
  }
  if (!isTerminable(verdict)) return [{ instanceId, result: 'spared', reason: verdict.reason }];
  const notCancelled = await cancelSpotRequest(instanceId, requestId, actions, priorAttempt);
  return notCancelled ?? terminateOne({ instanceId, done: 'request-cancelled' }, actions, priorAttempt);
};

const askToStop =
  ({ stop }: Ec2Actions): Ec2Call =>
  async (instanceIds) => {
    const { answer: stopped } = await stop(instanceIds);
    return resultsFor(
      instanceIds,
      stopped.map((instanceId) => ({ instanceId, result: 'stopped', reason: PROTECTED })),
    );
  };

const override = async (instanceId: string, actions: Ec2Actions): Promise<InstanceResult[]> => {
  try {
    await actions.removeProtection(instanceId);
  } catch (error) {
    if (error instanceof ActRefused) return [{ instanceId, ...resultOfRefusal(error) }];
    if (error instanceof NotFinished && error.mayHaveActed) {
      return [{ instanceId, result: 'not-asked', reason: error.reason, done: 'protection-perhaps-removed' }];
    }
    // EC2 has just refused to terminate it: so no earlier attempt of ours has terminated it.
    return resultsWhenInterrupted([instanceId], error, noPriorAttempt);
  }
  return terminateOne({ instanceId, done: 'protection-removed' }, actions, noPriorAttempt);
};

/** Handles instances that EC2 refused to terminate because of their protection, as configured. */
const onProtection = (setting: OnTerminationProtection, actions: Ec2Actions): HandleProtected => {
  switch (setting) {
    case 'report':
      return reportProtected;
    case 'stop':
      return async (instanceIds) =>
        (await bisectOnRefusal(instanceIds, askToStop(actions), noPriorAttempt)).map(
          // EC2 has just refused to terminate it: only the stop may have been carried out.
          (answer) =>
            answer.result === 'unanswered'
              ? { ...answer, result: 'not-asked', done: 'perhaps-stopped' }
              : answer,
        );
    case 'override':
      return async (instanceIds) => {
        const answers: InstanceResult[] = [];
        for (const instanceId of instanceIds) answers.push(...(await override(instanceId, actions)));
        return answers;
      };
    default:
      return setting satisfies never;
  }
};
