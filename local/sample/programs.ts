import type { JsonObject } from '../../infra/json.ts';
import { PANGENOMICS, pangenomics, TREEHOUSE, treehouse } from './configuration.ts';
import { autoScaling, botocoreSession, consoleSession, instanceSession } from './identity.ts';
import { instanceIdsOf, launched, type SampleLaunch } from './launches.ts';
import { assumedRole } from './sessions.ts';
import { groupCreated, tagged } from './user-actions.ts';

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

const autoScalingGroup = (): JsonObject[] => {
  const launch: SampleLaunch = {
    at: '11:00:00',
    place: treehouse,
    caller: autoScaling(TREEHOUSE),
    name: 'compendium-web',
    instanceType: 't3.small',
    count: 2,
    tags: { 'aws:autoscaling:groupName': 'compendium-web' },
  };
  // An Auto Scaling group's own tags can come more than half a minute after the launch.
  const where = { ...launch, at: '11:00:48' };
  return [
    launched(launch),
    tagged(where, instanceIdsOf(launch), { Name: 'compendium-web', Owner: 'shared' }),
  ];
};

/** An Auto Scaling group with an Owner that it does not propagate to its instances. */
const silentGroup = (): JsonObject[] => {
  const name = 'variant-browser';
  const caller = consoleSession(TREEHOUSE, 'rlopez@ucsc.edu');
  const launch: SampleLaunch = {
    at: '11:31:00',
    place: treehouse,
    caller: autoScaling(TREEHOUSE),
    name,
    instanceType: 'm6i.large',
    count: 2,
    tags: { 'aws:autoscaling:groupName': name },
  };
  return [
    groupCreated({
      at: '11:30:10',
      place: treehouse,
      caller,
      name,
      size: 2,
      tags: { Owner: 'rlopez@ucsc.edu' },
      propagates: false,
    }),
    launched(launch),
  ];
};

const leader: SampleLaunch = {
  at: '13:00:00',
  place: pangenomics,
  caller: botocoreSession(PANGENOMICS, '12:59:50'),
  name: 'toil-leader',
  instanceType: 't3.medium',
  tags: { Name: 'hprc-annotation', Owner: 'mkim@ucsc.edu', ToilNodeType: 'leader' },
};
const [leaderId = ''] = instanceIdsOf(leader);

const toilCluster = (): JsonObject[] => {
  const workers: SampleLaunch = {
    at: '13:06:00',
    place: pangenomics,
    caller: instanceSession(PANGENOMICS, leaderId),
    name: 'toil-worker',
    instanceType: 'r5.4xlarge',
    count: 4,
  };
  // Toil tags its static workers when all of them run, with one call for each key of each instance.
  const tags = { Name: 'hprc-annotation', Owner: 'mkim@ucsc.edu', ToilNodeType: 'worker' };
  const calls = instanceIdsOf(workers).flatMap((id) =>
    Object.entries(tags).map(([key, value]) => ({ id, tag: { [key]: value } })),
  );
  return [
    assumedRole({ ...leader, at: '12:59:50', userName: 'mkim@ucsc.edu', session: leader.caller }),
    launched(leader),
    launched(workers),
    ...calls.map(({ id, tag }, index) =>
      tagged({ ...workers, at: `13:07:${String(10 + index).padStart(2, '0')}` }, [id], tag),
    ),
  ];
};

/** Toil tags its workers only after every Spot request is fulfilled, which may take longer than a grace period. */
const toilSpotWorkers = (): JsonObject[] => [
  launched({
    at: '13:30:00',
    place: pangenomics,
    caller: instanceSession(PANGENOMICS, leaderId),
    name: 'toil-spot-worker',
    instanceType: 'c5.9xlarge',
    count: 3,
  }),
];

/** What programs do for people on the sample day, as lists of records. */
export const programs = (): JsonObject[][] => [
  autoScalingGroup(),
  silentGroup(),
  toilCluster(),
  toilSpotWorkers(),
];
