import { ActRefused, TerminationRefused } from '../domain/grace-period/errors.ts';
import { type Answer, type Doubt, doubted, interrupted, refused } from './answer.ts';

/** One call about several instances. */
export type Ask = (instanceIds: readonly string[], doubt: Doubt) => Promise<Answer[]>;

/** One wrong or protected id makes EC2 refuse a whole call: halves it until the culprit stands alone. */
export const halving = async (instanceIds: readonly string[], ask: Ask, doubt: Doubt): Promise<Answer[]> => {
  try {
    return await ask(instanceIds, doubt);
  } catch (error) {
    if (!(error instanceof TerminationRefused || error instanceof ActRefused)) {
      return interrupted(instanceIds, error, doubt);
    }
    const [only] = instanceIds;
    if (instanceIds.length === 1 && only !== undefined) return [{ instanceId: only, ...refused(error) }];
    const middle = Math.ceil(instanceIds.length / 2);
    // Orders are of one Availability Zone: a wrong or protected id there ends nothing. Of an unauthorized one AWS does
    // not say so: what is ending from here on may be our own work.
    const next = error.why === 'unauthorized' ? doubted : doubt;
    return [
      ...(await halving(instanceIds.slice(0, middle), ask, next)),
      ...(await halving(instanceIds.slice(middle), ask, next)),
    ];
  }
};
