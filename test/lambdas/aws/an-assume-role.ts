import type { AssumeRole } from '../../../lambdas/aws/credentials.ts';
import { at } from '../at.ts';

/** Assumes a role in whichever account is asked for: the access key says which. */
export const anAssumeRole: AssumeRole = async (accountId) => ({
  accessKeyId: `ASIA${accountId}`,
  secretAccessKey: 'secret',
  sessionToken: 'token',
  expiration: at(60),
});
