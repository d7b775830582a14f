import type { AssumeRole } from '../../../lambdas/aws/credentials.ts';
import { at } from '../at.ts';

/** Assumes a role in any account; the access key names the account. */
export const anAssumeRole: AssumeRole = async (accountId) => ({
  accessKeyId: `ASIA${accountId}`,
  secretAccessKey: 'secret',
  sessionToken: 'token',
  expiration: at(60),
});
