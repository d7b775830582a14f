import type { Cause } from '../../../lambdas/domain/grace-period/input.ts';
import type { Terminations } from '../../../lambdas/domain/grace-period/orders-and-results.ts';
import type { TerminateEnvironment } from '../../../lambdas/terminate/handler.ts';
import { anOwnerTag } from '../an-owner-tag.ts';
import { textAt } from '../at.ts';

/** The environment of `terminate`: as deployed by default. */
export const aTerminateEnvironment = (
  overrides: Partial<TerminateEnvironment> = {},
): TerminateEnvironment => ({
  ACT_ROLE_NAME: 'tag-enforcement-act',
  ENFORCED_ACCOUNTS: ['422448306679'],
  PAUSE_PARAMETER_NAME: '/tag-enforcement/paused',
  TABLE_NAME: 'tag-enforcement',
  ON_TERMINATION_PROTECTION: 'stop',
  OWNER_TAG: anOwnerTag(),
  ...overrides,
});

/** Two instances in a zone. */
export const A_ZONE = { availabilityZone: 'us-west-2a', instanceIds: ['i-1', 'i-2'] };

/** Two instances that a check at the deadline found due for termination. */
export const anInput = ({
  attempt = 0,
  cause = 'launch',
  accountId = '422448306679',
  terminations,
  ...check
}: {
  readonly attempt?: unknown;
  readonly cause?: Cause;
  readonly accountId?: string;
  readonly terminations?: Terminations;
  readonly checkedAt?: unknown;
  readonly dueAt?: string;
  readonly toTerminate?: unknown;
} = {}) => ({
  attempt,
  state: {
    launch: { accountId, region: 'us-west-2', eventTime: textAt(0) },
    cause,
    check: {
      checkedAt: textAt(10),
      dueAt: textAt(10),
      toTerminate: [A_ZONE],
      ...check,
    },
    ...(terminations ? { terminations } : {}),
  },
});
