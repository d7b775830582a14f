import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { RoleNotAssumable } from '../domain/errors.ts';
import { roleArn } from '../domain/role-arn.ts';

/** Credentials of a role in a sub-account, in the form that AWS clients take. */
export type RoleCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
};

/**
 * Returns the credentials of a role in an account.
 *
 * @param policy a session policy: the session may do what both this and the role's own policies allow
 */
export type AssumeRole = (accountId: string, policy?: string) => Promise<RoleCredentials>;

/** Credentials are renewed this long before they expire. No function runs that long. */
const RENEW_BEFORE_MS = 16 * 60_000;

/**
 * Three attempts of at most three seconds each: the caller has read the pause before, and must still act soon after.
 */
const newSts = (): STSClient =>
  new STSClient({
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
  });

/**
 * Assumes the role of this name in the account that is asked for. Credentials are reused until they are to be renewed,
 * but those of a session with its own policy are not.
 *
 * @throws RoleNotAssumable when STS refuses
 */
export const assumeRole = (roleName: string, sessionName: string, sts = newSts()): AssumeRole => {
  const known = new Map<string, RoleCredentials>();
  return async (accountId, policy) => {
    const fresh = policy === undefined ? known.get(accountId) : undefined;
    if (fresh && fresh.expiration.getTime() - Date.now() > RENEW_BEFORE_MS) return fresh;
    const RoleArn = roleArn(accountId, roleName);
    const { Credentials } = await sts
      .send(
        new AssumeRoleCommand({
          RoleArn,
          RoleSessionName: sessionName,
          ...(policy === undefined ? {} : { Policy: policy }),
        }),
      )
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
    if (policy === undefined) known.set(accountId, credentials);
    return credentials;
  };
};

/** Returns a client of a service in an account and Region, with the credentials of a role there. */
export type ClientIn<Client> = (accountId: string, region: string) => Promise<Client>;

/**
 * Makes clients of a service that act as a role in the account. A client is reused while its credentials are the same,
 * because each client holds its own connections.
 */
export const clientIn = <Client extends { destroy(): void }>(
  assumeRole: AssumeRole,
  make: (settings: { readonly region: string; readonly credentials: RoleCredentials }) => Client,
): ClientIn<Client> => {
  const clients = new Map<string, { readonly accessKeyId: string; readonly client: Client }>();
  return async (accountId, region) => {
    const credentials = await assumeRole(accountId);
    const { accessKeyId } = credentials;
    const place = `${accountId} ${region}`;
    const known = clients.get(place);
    if (known?.accessKeyId === accessKeyId) return known.client;
    known?.client.destroy();
    const client = make({ region, credentials });
    clients.set(place, { accessKeyId, client });
    return client;
  };
};
