import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import type { AssumeRole } from './assume-role.ts';
import { type ClientIn, clientIn } from './client-in.ts';

/** A client of Auto Scaling in an account and Region, with the credentials of a role there. */
export type AutoScalingIn = ClientIn<AutoScalingClient>;

/** Makes clients of Auto Scaling that act as a role in the account asked for; eight attempts, as those of EC2. */
export const autoScalingIn = (assumeRole: AssumeRole): AutoScalingIn =>
  clientIn(assumeRole, (settings) => new AutoScalingClient({ ...settings, maxAttempts: 8 }));
