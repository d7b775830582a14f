import type { AssumeRole, RoleCredentials } from './assume-role.ts';

/** A client of a service in an account and Region, with the credentials of a role there. */
export type ClientIn<Client> = (accountId: string, region: string) => Promise<Client>;

/**
 * Makes clients of a service that act as a role in the account asked for. One serves all calls with the same
 * credentials: each holds connections of its own.
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
