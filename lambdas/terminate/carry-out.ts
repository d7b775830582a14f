import type { OnTerminationProtection } from '../domain/grace-period/on-termination-protection.ts';
import type { TerminationOrder, TerminationResult } from '../domain/grace-period/order.ts';
import type { Acts } from './acts.ts';
import type { Answer } from './answer.ts';
import { endPersistent } from './end-persistent.ts';
import { onProtection } from './on-protection.ts';
import { grouped, terminateAll } from './terminate-all.ts';

/** Values that one filter of a Describe call takes. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html */
const FILTER_VALUES = 200;

/** The persistent requests behind the instances of an order; EC2 is asked for Spot instances alone. */
const persistentOf = async (
  { isSpot, instanceIds }: TerminationOrder,
  acts: Acts,
): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  if (!isSpot) return found;
  for (let start = 0; start < instanceIds.length; start += FILTER_VALUES) {
    const requests = await acts.persistentRequests(instanceIds.slice(start, start + FILTER_VALUES));
    for (const [instanceId, requestId] of requests) found.set(instanceId, requestId);
  }
  return found;
};

/** Carries out the orders of a round one after the other, and says of each instance what became of it. */
export const carryOut = async (
  orders: readonly TerminationOrder[],
  acts: Acts,
  { attempt, setting }: { readonly attempt: number; readonly setting: OnTerminationProtection },
): Promise<TerminationResult[]> => {
  const results: TerminationResult[] = [];
  for (const order of orders) {
    const requests = await persistentOf(order, acts);
    const answers: Answer[] = [];
    for (const [instanceId, requestId] of requests) {
      answers.push(await endPersistent(instanceId, requestId, acts, attempt));
    }
    const others = order.instanceIds.filter((instanceId) => !requests.has(instanceId));
    results.push(
      ...grouped(answers),
      ...(await terminateAll(others, acts.terminate, attempt, onProtection(setting, acts))),
    );
  }
  return results;
};
