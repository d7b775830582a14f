import type { Acts } from './acts.ts';
import { type Answer, answersFor, type Doubt, doubted, PROTECTED, terminated } from './answer.ts';
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
const askToTerminate =
  ({ terminate }: Pick<Acts, 'terminate'>): Ask =>
  async (instanceIds, doubt) => {
    const acted = await terminate(instanceIds);
    const isOurs = acted.mayHaveActed ? doubted : doubt;
    return answersFor(
      instanceIds,
      acted.answer.map((answer) => terminated(answer, isOurs)),
    );
  };

/** Terminates one instance, to which something was done before. */
export const terminateOne = async (
  { instanceId, done }: Pick<Answer, 'instanceId' | 'done'>,
  acts: Pick<Acts, 'terminate'>,
  doubt: Doubt,
): Promise<Answer[]> => {
  const answers = await halving([instanceId], askToTerminate(acts), doubt);
  return answers.map((answer) => ({ ...answer, ...(done ? { done } : {}) }));
};

/** Terminates every instance that can be, and says of each what became of it. */
export const terminateAll = async (
  instanceIds: readonly string[],
  acts: Pick<Acts, 'terminate'>,
  doubt: Doubt,
  dealWithProtected: DealWithProtected = reportProtected,
): Promise<Answer[]> => {
  const all: Answer[] = [];
  for (let start = 0; start < instanceIds.length; start += BATCH) {
    const batch = instanceIds.slice(start, start + BATCH);
    const answers = await halving(batch, askToTerminate(acts), doubt);
    const guarded = answers.filter(({ reason }) => reason === PROTECTED).map((answer) => answer.instanceId);
    const dealt = guarded.length > 0 ? await dealWithProtected(guarded) : [];
    const instead = new Map(dealt.map((answer) => [answer.instanceId, answer]));
    all.push(...answers.map((answer) => instead.get(answer.instanceId) ?? answer));
  }
  return all;
};
