import { EC2Client } from '@aws-sdk/client-ec2';
import type { AssumeRole } from './assume-role.ts';

/** A client of EC2 in an account and Region, with the credentials of a role there. */
export type Ec2In = (accountId: string, region: string) => Promise<EC2Client>;

/**
 * Makes clients of EC2 that act as a role in the account asked for. One serves all calls with the same credentials: each
 * holds connections of its own.
 *
 * Eight attempts: the SDK's back-off (0.1 s doubling, at most 20 s) then spans half a minute of throttling.
 */
export const ec2In = (assumeRole: AssumeRole): Ec2In => {
  const clients = new Map<string, { readonly accessKeyId: string; readonly client: EC2Client }>();
  return async (accountId, region) => {
    const credentials = await assumeRole(accountId);
    const { accessKeyId } = credentials;
    const place = `${accountId} ${region}`;
    const known = clients.get(place);
    if (known?.accessKeyId === accessKeyId) return known.client;
    known?.client.destroy();
    const client = new EC2Client({ region, credentials, maxAttempts: 8 });
    clients.set(place, { accessKeyId, client });
    return client;
  };
};
