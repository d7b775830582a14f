import { anOwnerTag } from '../an-owner-tag.ts';
import { textAt } from '../at.ts';

/** The environment of `terminate`, as it is deployed unless it is given. */
export const aTerminateEnvironment = (overrides: Readonly<Record<string, string>> = {}) => ({
  ACT_ROLE_NAME: 'tag-enforcement-act',
  ENFORCED_ACCOUNTS: '["422448306679"]',
  PAUSE_PARAMETER_NAME: '/tag-enforcement/paused',
  ON_TERMINATION_PROTECTION: 'stop',
  OWNER_TAG: JSON.stringify(anOwnerTag()),
  ...overrides,
});

/** Two instances that a check at the deadline found due. */
export const anInput = (overrides: Readonly<Record<string, unknown>> = {}) => ({
  accountId: '422448306679',
  region: 'us-west-2',
  checkedAt: textAt(10),
  attempt: 0,
  orders: [{ availabilityZone: 'us-west-2a', instanceIds: ['i-1', 'i-2'] }],
  ...overrides,
});
