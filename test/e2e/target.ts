import type { CloudTrail } from './cloud-trail.ts';

/** An access key, with a token if it belongs to a session. */
export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** The options of an AWS SDK client. */
export type ClientOptions =
  | { readonly region: string; readonly profile: string }
  | { readonly region: string; readonly endpoint?: string; readonly credentials: Credentials };

/** The accounts that the deployment is tested in. */
export const ACCOUNT_NAMES = ['hub', 'gateway', 'alpha', 'beta', 'gamma'] as const;
export type AccountName = (typeof ACCOUNT_NAMES)[number];

/** The accounts in which the deployment is tested, with an administrator's credentials for each. */
export type Target = {
  /** Account ids. */
  readonly accounts: Readonly<Record<AccountName, string>>;
  /** Options of a client in an account and Region. */
  readonly client: (account: AccountName, region: string) => ClientOptions;
  /** Environment variables that make an ordinary tool work as an account's administrator. */
  readonly environment: (account: AccountName) => Readonly<Record<string, string>>;
  readonly cloudTrail: CloudTrail;
  /** A Python that has botocore: the emulator's. A sandbox has none. */
  readonly python?: string;
};

/** The same, with the credentials of somebody else. */
export const as = (credentials: Credentials, options: ClientOptions): ClientOptions =>
  'profile' in options ? { region: options.region, credentials } : { ...options, credentials };
