import { iamUser } from '../../../local/sample/identity.ts';
import { PANGENOMICS, TREEHOUSE } from '../settings.ts';
import { recordOfLaunch } from './launch.ts';
import { type UserAction, userActionOfRecord } from './user-action.ts';

const OWNED = 12;

/** The instances that exist before a run: in each enforced account a fleet with an Owner, launched in the night. */
export const fleets = (): UserAction[] =>
  [PANGENOMICS, TREEHOUSE].map((accountId) => {
    const user = 'rlopez@ucsc.edu';
    const launch = {
      at: '02:00:00',
      place: { accountId, region: 'us-west-2' },
      caller: iamUser(accountId, user),
      name: `fleet of ${accountId}`,
      instanceType: 'm6i.large',
      count: OWNED,
      tags: { Owner: user },
    };
    return userActionOfRecord(recordOfLaunch(launch), `a fleet of ${OWNED} in ${accountId}`);
  });
