import type { CloudTrail } from './cloud-trail.ts';

/** What a client of the AWS SDK is made with. */
export type ClientOptions =
  | { readonly region: string; readonly profile: string }
  | {
      readonly region: string;
      readonly endpoint: string;
      readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    };

/** The accounts that the deployment is tested in. */
export const ACCOUNT_NAMES = ['hub', 'alpha', 'beta', 'gamma'] as const;
export type AccountName = (typeof ACCOUNT_NAMES)[number];

/** Where the deployment is tested, with the credentials of an administrator in each account. */
export type Target = {
  /** Account ids. */
  readonly accounts: Readonly<Record<AccountName, string>>;
  /** Options of a client in an account and Region. */
  readonly client: (account: AccountName, region: string) => ClientOptions;
  /** Environment variables that make an ordinary tool work as an account's administrator. */
  readonly environment: (account: AccountName) => Readonly<Record<string, string>>;
  readonly cloudTrail: CloudTrail;
};
