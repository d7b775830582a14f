import type { Launch } from '../../lambdas/domain/record/launch.ts';
import { LAUNCHED_AT } from './at.ts';

/** A launch of one instance by an IAM user. */
export const aLaunch = (overrides: Partial<Launch> = {}): Launch => ({
  accountId: '422448306679',
  region: 'us-west-2',
  key: { filter: 'reservation-id', value: 'r-0a1b2c3d4e5f60718' },
  eventTime: LAUNCHED_AT,
  eventId: 'd1a5a0f4-52cf-4b8c-9a57-2f6b8f0f7c11',
  launcher: { userName: 'bob@ucsc.edu', description: 'IAM user bob@ucsc.edu', evidence: 'iam-user' },
  identity: { is: 'iam-user', userName: 'bob@ucsc.edu', invokedBy: null },
  instanceIds: ['i-1'],
  ...overrides,
});
