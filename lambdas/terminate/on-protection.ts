import { ActRefused, NotFinished } from '../domain/grace-period/errors.ts';
import type { OnTerminationProtection } from '../domain/grace-period/order.ts';
import type { Acts } from './acts.ts';
import { type Answer, answersFor, interrupted, noDoubt, PROTECTED, refused } from './answer.ts';
import { type Ask, halving } from './halving.ts';
import { type DealWithProtected, reportProtected, terminateOne } from './terminate-all.ts';

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
export const onProtection = (setting: OnTerminationProtection, acts: Acts): DealWithProtected => {
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
