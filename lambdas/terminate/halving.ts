import { ActRefused, EnforcementPaused, TerminationRefused } from '../domain/grace-period/errors.ts';
import { type Answer, held, refused } from './answer.ts';

/** One call about several instances. */
export type Ask = (instanceIds: readonly string[], attempt: number) => Promise<Answer[]>;

/**
 * One wrong or protected id makes EC2 refuse a whole call: halves it until the culprit stands alone.
 *
 * @throws EnforcementPaused when it is paused, and an earlier call may have ended some of the instances: nobody can say
 *   that they are held
 */
export const halving = async (
  instanceIds: readonly string[],
  ask: Ask,
  attempt: number,
): Promise<Answer[]> => {
  try {
    return await ask(instanceIds, attempt);
  } catch (error) {
    if (error instanceof EnforcementPaused && attempt === 0) return instanceIds.map(held);
    if (!(error instanceof TerminationRefused || error instanceof ActRefused)) throw error;
    const [only] = instanceIds;
    if (instanceIds.length === 1 && only !== undefined) return [{ instanceId: only, ...refused(error) }];
    const middle = Math.ceil(instanceIds.length / 2);
    // Orders are of one Availability Zone: a wrong or protected id there ends nothing. Of an unauthorized one AWS does
    // not say so: what is ending from here on may be our own work.
    const next = error.why === 'unauthorized' ? attempt + 1 : attempt;
    return [
      ...(await halving(instanceIds.slice(0, middle), ask, next)),
      ...(await halving(instanceIds.slice(middle), ask, next)),
    ];
  }
};
