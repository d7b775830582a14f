import { afterThat } from '../domain/grace-period/already-done.ts';
import { ActRefused, EnforcementPaused } from '../domain/grace-period/errors.ts';
import type { OnTerminationProtection } from '../domain/grace-period/on-termination-protection.ts';
import type { Acts } from './acts.ts';
import { type Answer, answersFor, held, PROTECTED, refused } from './answer.ts';
import { type Ask, halving } from './halving.ts';
import { askOurOwn, type DealWithProtected, reportProtected } from './terminate-all.ts';

const DONE = 'protection-removed';

const askToStop =
  ({ stop }: Acts): Ask =>
  async (instanceIds) => {
    const stopped = await stop(instanceIds);
    return answersFor(
      instanceIds,
      stopped.map((instanceId) => ({ instanceId, result: 'stopped', reason: PROTECTED })),
    );
  };

/** What became of an instance whose protection is off now: whatever goes wrong from here on is told with that. */
const terminateUnprotected = async (instanceId: string, { terminate }: Acts): Promise<Answer> => {
  try {
    const [answer] = await halving([instanceId], askOurOwn(terminate), 0);
    if (!answer || answer.result === 'gone') return answer ?? held(instanceId);
    if (answer.result === 'terminated') return { ...answer, reason: 'protection-overridden' };
    return { ...answer, reason: afterThat(answer.reason, DONE) };
  } catch (error) {
    // Not thrown: a repetition would find it unprotected, and would not know why.
    const reason = error instanceof Error ? error.name : 'unknown';
    return { instanceId, result: 'failed', reason: afterThat(reason, DONE) };
  }
};

const override = async (instanceId: string, acts: Acts): Promise<Answer> => {
  try {
    await acts.removeProtection(instanceId);
  } catch (error) {
    // EC2 has just refused to end it: it is not our own work that is held.
    if (error instanceof EnforcementPaused) return held(instanceId);
    if (error instanceof ActRefused) return { instanceId, ...refused(error) };
    // Not thrown: a repetition might find it unprotected, and nobody would be told.
    const reason = error instanceof Error ? error.name : 'unknown';
    return { instanceId, result: 'failed', reason: afterThat(reason, 'protection-perhaps-removed') };
  }
  return terminateUnprotected(instanceId, acts);
};

/** What becomes of instances that EC2 refused to terminate for their protection, as configured. */
export const onProtection = (setting: OnTerminationProtection, acts: Acts): DealWithProtected => {
  switch (setting) {
    case 'report':
      return reportProtected;
    case 'stop':
      return (instanceIds) => halving(instanceIds, askToStop(acts), 0);
    case 'override':
      return async (instanceIds) => {
        const answers: Answer[] = [];
        for (const instanceId of instanceIds) answers.push(await override(instanceId, acts));
        return answers;
      };
    default:
      return setting satisfies never;
  }
};
