import type { IntakeEnvironment } from '../../../lambdas/intake/plan-intake.ts';
import { aTiming } from '../a-timing.ts';
import { anOwnerTag } from '../an-owner-tag.ts';

/** The environment of `intake`: pangenomics is in enforce, the hub's own account in dry-run. */
export const anIntakeEnvironment = (): IntakeEnvironment => ({
  STATE_MACHINE_ARN: 'arn:aws:states:us-west-2:652235167018:stateMachine:tag-enforcement-GracePeriod',
  BREAKER_STATE_MACHINE_ARN: 'arn:aws:states:us-west-2:652235167018:stateMachine:tag-enforcement-Breaker',
  MAX_TERMINATIONS_AT_ONCE: 10,
  TABLE_NAME: 'tag-enforcement',
  OWNER_TAG: anOwnerTag(),
  TIMING: aTiming(),
  SUB_ACCOUNTS: {
    'dry-run': { '652235167018': 'hub' },
    enforce: { '422448306679': 'pangenomics' },
  },
});
