import type { TerminationResult } from '../domain/grace-period/order.ts';
import { groupInstances } from '../domain/group-instances.ts';
import type { Acts } from './acts.ts';
import { type Answer, answersFor, PROTECTED, terminated } from './answer.ts';
import { type Ask, halving } from './halving.ts';

/**
 * Instances a call: EC2 gives 100 calls and 1,000 instances at once, then 5 and 20 a second. In batches of 100 a
 * culprit costs 200 instances' worth of further calls, not 2,000.
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
 */
const BATCH = 100;

/** What becomes of instances that are protected from termination. */
export type DealWithProtected = (instanceIds: readonly string[]) => Promise<Answer[]>;

/** They have failed. */
export const reportProtected: DealWithProtected = async (instanceIds) =>
  instanceIds.map((instanceId) => ({ instanceId, result: 'failed', reason: PROTECTED }));

/** Asks EC2 to terminate, and puts its answer in words of ours. */
export const askToTerminate =
  (terminate: Acts['terminate']): Ask =>
  async (instanceIds, attempt) =>
    answersFor(
      instanceIds,
      (await terminate(instanceIds)).map((answer) => terminated(answer, attempt)),
    );

/** The same of what lived a moment ago, and ends by nobody's work but ours: a call whose answer was lost did it. */
export const askOurOwn = (terminate: Acts['terminate']): Ask => {
  const ask = askToTerminate(terminate);
  return (instanceIds) => ask(instanceIds, 1);
};

/** Instances that have something in common travel as one result. */
export const grouped = (answers: readonly Answer[]): TerminationResult[] =>
  groupInstances(answers, ({ result, reason }) => ({ result, reason }));

/** Terminates every instance that can be, and says of each what became of it. */
export const terminateAll = async (
  instanceIds: readonly string[],
  terminate: Acts['terminate'],
  attempt: number,
  dealWithProtected: DealWithProtected = reportProtected,
): Promise<TerminationResult[]> => {
  const ask = askToTerminate(terminate);
  const all: Answer[] = [];
  for (let start = 0; start < instanceIds.length; start += BATCH) {
    const answers = await halving(instanceIds.slice(start, start + BATCH), ask, attempt);
    const guarded = answers.filter(({ reason }) => reason === PROTECTED).map((answer) => answer.instanceId);
    const dealt = guarded.length > 0 ? await dealWithProtected(guarded) : [];
    const instead = new Map(dealt.map((answer) => [answer.instanceId, answer]));
    all.push(...answers.map((answer) => instead.get(answer.instanceId) ?? answer));
  }
  return grouped(all);
};
