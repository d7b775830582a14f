import type { CheckInput } from '../../lambdas/domain/grace-period/input.ts';
import type { Plan } from '../../lambdas/domain/grace-period/round.ts';
import { aLaunch } from './a-launch.ts';
import { textAt } from './at.ts';

/** The input of the first check of a launch in an enforced account. */
export const aCheckInput = (overrides: Partial<CheckInput> = {}): CheckInput => ({
  launch: aLaunch(),
  cause: 'launch',
  account: { name: 'pangenomics', mode: 'enforce' },
  warnAt: textAt(2),
  ...overrides,
});

/** The input of the check after a round whose mail SNS accepted at `publishedAt`, or did not accept. */
export const afterRound = (
  input: CheckInput,
  check: Plan,
  publishedAt: string,
  delivered = true,
): CheckInput => ({
  ...input,
  check,
  published: [{ messageId: null }, { messageId: delivered ? 'a-message-id' : null }],
  publishedAt,
});
