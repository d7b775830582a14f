import type { Round } from '../../lambdas/domain/grace-period/round.ts';
import { textAt } from './at.ts';

/** A round at the warning time that found nothing, unless fields are given. */
export const aRound = (overrides: Partial<Round> = {}): Round => ({
  checkedAt: textAt(2),
  findings: [],
  warned: { instanceIds: [], at: null },
  toRepair: [],
  toWarn: [],
  toTerminate: [],
  deadline: textAt(10),
  until: textAt(10),
  examples: [],
  paused: false,
  held: false,
  ...overrides,
});
