import { EC2Client } from '@aws-sdk/client-ec2';
import type { AssumeRole } from './assume-role.ts';
import { type ClientIn, clientIn } from './client-in.ts';

/** A client of EC2 in an account and Region, with the credentials of a role there. */
export type Ec2In = ClientIn<EC2Client>;

/** A call that hangs must not outlast the verdict that it is made on; a page of a thousand instances takes seconds. */
const requestHandler = {
  connectionTimeout: 2000,
  requestTimeout: 20_000,
  // From then on: while its body comes.
  socketTimeout: 20_000,
  throwOnRequestTimeout: true,
};

/**
 * Makes clients of EC2 that act as a role in the account asked for.
 *
 * @param maxAttempts of each call. Eight: the SDK's back-off (0.1 s doubling, at most 20 s) then spans half a minute of
 *   throttling
 */
export const ec2In = (assumeRole: AssumeRole, maxAttempts = 8): Ec2In =>
  clientIn(assumeRole, (settings) => new EC2Client({ ...settings, maxAttempts, requestHandler }));
