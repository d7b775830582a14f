import type { JsonObject } from '../../infra/json.ts';
import { PANGENOMICS, pangenomics, TREEHOUSE, treehouse } from './configuration.ts';
import { botocoreSession } from './identity.ts';
import { instanceIdsOf, launched, type SampleLaunch } from './launches.ts';
import { assumedRole } from './sessions.ts';
import { tagged } from './user-actions.ts';

const taggedInTime = (): JsonObject[] => {
  const launch: SampleLaunch = {
    at: '08:31:00',
    place: pangenomics,
    caller: botocoreSession(PANGENOMICS, '08:30:57'),
    name: 'minigraph-cactus',
    instanceType: 'c6i.16xlarge',
    tags: { Name: 'minigraph-cactus' },
  };
  const where = { ...launch, at: '08:38:12' };
  return [
    assumedRole({ ...launch, at: '08:30:57', userName: 'dnguyen@ucsc.edu', session: launch.caller }),
    launched(launch),
    tagged(where, instanceIdsOf(launch), { Owner: 'dnguyen@ucsc.edu' }),
  ];
};

const many = (): JsonObject[] => {
  const launch: SampleLaunch = {
    at: '10:30:00',
    place: treehouse,
    caller: botocoreSession(TREEHOUSE, '10:29:56'),
    name: 'star-fusion',
    instanceType: 'c6i.2xlarge',
    count: 250,
    recorded: 32,
    tags: { Name: 'star-fusion' },
  };
  return [
    assumedRole({ ...launch, at: '10:29:56', userName: 'dnguyen@ucsc.edu', session: launch.caller }),
    launched(launch),
  ];
};

/**
 * What people's scripts do on the sample day, as lists of records: one list for each launch. Botocore names their sessions,
 * and only the records of AssumeRole show whose they are.
 */
export const scripts = (): JsonObject[][] => [taggedInTime(), many()];
