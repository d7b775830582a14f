import { EC2Client } from '@aws-sdk/client-ec2';
import type { AssumeRole } from './assume-role.ts';

/** A client of EC2 in an account and Region, with the credentials of a role there. */
export type Ec2In = (accountId: string, region: string) => Promise<EC2Client>;

/**
 * Makes clients of EC2 that act as a role in the account asked for.
 *
 * Eight attempts: the SDK's back-off (0.1 s doubling, at most 20 s) then spans half a minute of throttling.
 */
export const ec2In =
  (assumeRole: AssumeRole): Ec2In =>
  async (accountId, region) =>
    new EC2Client({ region, credentials: await assumeRole(accountId), maxAttempts: 8 });
