import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { RoleNotAssumable } from '../domain/errors.ts';
import { roleArn } from '../domain/role-arn.ts';

/** Credentials of a role in a sub-account, as the clients of EC2 take them. */
export type RoleCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
};

/** Gives the credentials of a role in an account. */
export type AssumeRole = (accountId: string) => Promise<RoleCredentials>;

/** Renewed this long before they expire: longer than any function runs. */
const RENEW_BEFORE_MS = 16 * 60_000;

/** Three attempts of at most three seconds: whoever waits for them has looked at the pause before. */
const newSts = (): STSClient =>
  new STSClient({
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
  });

/**
 * Assumes the role of that name in whichever account is asked for, and keeps its credentials while they are fresh.
 *
 * @throws RoleNotAssumable when STS refuses
 */
export const assumeRole = (roleName: string, sessionName: string, sts = newSts()): AssumeRole => {
  const known = new Map<string, RoleCredentials>();
  return async (accountId) => {
    const fresh = known.get(accountId);
    if (fresh && fresh.expiration.getTime() - Date.now() > RENEW_BEFORE_MS) return fresh;
    const RoleArn = roleArn(accountId, roleName);
    const { Credentials } = await sts
      .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: sessionName }))
      .catch((cause: unknown) => {
        throw new RoleNotAssumable(RoleArn, { cause });
      });
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
      throw new RoleNotAssumable(RoleArn, { cause: new Error('STS answered without credentials') });
    }
    const credentials = {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
    known.set(accountId, credentials);
    return credentials;
  };
};
