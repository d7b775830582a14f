import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { PrerequisiteMissing } from '../../cli/python/prerequisite-missing.ts';
import { HUB_REGION } from './configuration.ts';
import { realCloudTrail } from './real-cloud-trail.ts';
import { ACCOUNT_NAMES, type ClientOptions, type Target } from './target.ts';

const Account = z.string().regex(/^\d{12}$/, 'expected an account id of 12 digits');

/** The variables that name the sandbox: for each account its id, and the profile of an administrator in it. */
const Environment = z.object({
  E2E_HUB_ACCOUNT: Account,
  E2E_HUB_PROFILE: z.string().min(1),
  E2E_GATEWAY_ACCOUNT: Account,
  E2E_GATEWAY_PROFILE: z.string().min(1),
  E2E_ALPHA_ACCOUNT: Account,
  E2E_ALPHA_PROFILE: z.string().min(1),
  E2E_BETA_ACCOUNT: Account,
  E2E_BETA_PROFILE: z.string().min(1),
  E2E_GAMMA_ACCOUNT: Account,
  E2E_GAMMA_PROFILE: z.string().min(1),
});

/** https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html */
const whereProfilesAre = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    ['HOME', 'AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'].flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/**
 * The AWS accounts that the environment names, each with its id, since a profile may lead to any account.
 *
 * @throws PrerequisiteMissing when a variable is missing, or a profile leads to another account than the one named
 */
export const sandbox = async (environment: NodeJS.ProcessEnv): Promise<Target> => {
  const { success, data, error } = Environment.safeParse(environment);
  if (!success) {
    const names = error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new PrerequisiteMissing(`The sandbox must be named (docs/sandbox.md); missing or wrong: ${names}.`);
  }
  const accounts = {
    hub: data.E2E_HUB_ACCOUNT,
    gateway: data.E2E_GATEWAY_ACCOUNT,
    alpha: data.E2E_ALPHA_ACCOUNT,
    beta: data.E2E_BETA_ACCOUNT,
    gamma: data.E2E_GAMMA_ACCOUNT,
  };
  const profiles = {
    hub: data.E2E_HUB_PROFILE,
    gateway: data.E2E_GATEWAY_PROFILE,
    alpha: data.E2E_ALPHA_PROFILE,
    beta: data.E2E_BETA_PROFILE,
    gamma: data.E2E_GAMMA_PROFILE,
  };
  if (new Set(Object.values(accounts)).size < ACCOUNT_NAMES.length) {
    throw new PrerequisiteMissing(
      `The sandbox is ${ACCOUNT_NAMES.length} different accounts: ${ACCOUNT_NAMES.join(', ')}.`,
    );
  }
  const client: Target['client'] = (account, region): ClientOptions => ({
    region,
    profile: profiles[account],
  });
  for (const name of ACCOUNT_NAMES) {
    const identity = await new STSClient(client(name, HUB_REGION)).send(new GetCallerIdentityCommand({}));
    if (identity.Account !== accounts[name]) {
      throw new PrerequisiteMissing(
        `Profile ${profiles[name]} leads to account ${identity.Account}, not to ${accounts[name]}: nothing was done.`,
      );
    }
  }
  return {
    accounts,
    client,
    // No other credentials may be used: only the profile's account was checked above.
    environment: (account) => ({ ...whereProfilesAre(environment), AWS_PROFILE: profiles[account] }),
    cloudTrail: realCloudTrail({ client }),
  };
};
