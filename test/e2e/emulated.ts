import { playedCloudTrail } from './played-cloud-trail.ts';
import type { ClientOptions, Target } from './target.ts';

/**
 * The emulator as a target. An account's id is its root access key.
 *
 * @param home a folder in place of the user's own: the CDK CLI keeps there which key belongs to which account
 * @param python the emulator's, which has botocore
 */
export const emulated = (endpoint: string, home: string, python: string): Target => {
  const accounts = {
    hub: '111111111111',
    alpha: '222222222222',
    beta: '333333333333',
    gamma: '444444444444',
    gateway: '555555555555',
  };
  const client: Target['client'] = (account, region): ClientOptions => ({
    region,
    endpoint,
    credentials: { accessKeyId: accounts[account], secretAccessKey: 'test' },
  });
  return {
    accounts,
    client,
    python,
    cloudTrail: playedCloudTrail({ accounts, client }),
    environment: (account) => ({
      HOME: home,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: accounts[account],
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_EC2_METADATA_DISABLED: 'true',
    }),
  };
};
