import type { OnTerminationProtection, TerminationOrder } from '../domain/grace-period/order.ts';
import type { Acts } from './acts.ts';
import { type Answer, type Doubt, interrupted } from './answer.ts';
import { endPersistent } from './end-persistent.ts';
import { onProtection } from './on-protection.ts';
import { terminateAll } from './terminate-all.ts';

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
