import { type Entry, readEntry } from '../input/entry.ts';
import { putInOrder } from '../input/in-order.ts';
import type { JsonObject } from '../json.ts';
import { PANGENOMICS, TREEHOUSE } from './configuration.ts';
import { tagged, terminated } from './deeds.ts';
import { autoScaling, botocoreSession, consoleSession, iamUser, instanceSession } from './identity.ts';
import { instanceIdsOf, launched, launchFailed, type SampleLaunch } from './launches.ts';

const pangenomics = { accountId: PANGENOMICS, region: 'us-west-2' };
const treehouse = { accountId: TREEHOUSE, region: 'us-west-2' };

const taggedAtCreation = (): JsonObject[] => [
  launched({
    at: '08:02:10',
    place: pangenomics,
    caller: consoleSession(PANGENOMICS, 'mkim@ucsc.edu'),
    name: 'giraffe-hprc',
    instanceType: 'r6i.8xlarge',
    tags: { Name: 'giraffe-hprc', Owner: 'mkim@ucsc.edu' },
  }),
];

const taggedInTime = (): JsonObject[] => {
  const launch: SampleLaunch = {
    at: '08:31:00',
    place: pangenomics,
    caller: botocoreSession(PANGENOMICS),
    name: 'minigraph-cactus',
    instanceType: 'c6i.16xlarge',
    tags: { Name: 'minigraph-cactus' },
  };
  const where = { ...launch, at: '08:38:12' };
  return [launched(launch), tagged(where, instanceIdsOf(launch), { Owner: 'dnguyen@ucsc.edu' })];
};

const neverTagged = (): JsonObject[] => [
  launched({
    at: '09:05:30',
    place: treehouse,
    caller: iamUser(TREEHOUSE, 'rlopez@ucsc.edu'),
    name: 'rnaseq-test',
    instanceType: 'g5.2xlarge',
    tags: { Name: 'rnaseq-test' },
  }),
];

const nearMiss = (): JsonObject[] => [
  launched({
    at: '09:40:00',
    place: treehouse,
    caller: consoleSession(TREEHOUSE, 'jchen@ucsc.edu'),
    name: 'tumor-map',
    instanceType: 't3.large',
    tags: { Name: 'tumor-map', owner: 'jchen@ucsc.edu' },
  }),
];

const invalidValue = (): JsonObject[] => [
  launched({
    at: '10:00:00',
    place: pangenomics,
    caller: consoleSession(PANGENOMICS, 'bsmith@ucsc.edu'),
    name: 'jupyter',
    instanceType: 'm6i.xlarge',
    tags: { Name: 'jupyter', Owner: 'Bobbie' },
  }),
];

const failed = (): JsonObject[] => [
  launchFailed(
    {
      at: '10:15:45',
      place: pangenomics,
      caller: iamUser(PANGENOMICS, 'rlopez@ucsc.edu'),
      name: 'basecalling',
      instanceType: 'p4d.24xlarge',
    },
    {
      errorCode: 'Server.InsufficientInstanceCapacity',
      errorMessage:
        'We currently do not have sufficient p4d.24xlarge capacity in the Availability Zone you requested',
    },
  ),
];

const many = (): JsonObject[] => [
  launched({
    at: '10:30:00',
    place: treehouse,
    caller: botocoreSession(TREEHOUSE),
    name: 'star-fusion',
    instanceType: 'c6i.2xlarge',
    count: 250,
    recorded: 32,
    tags: { Name: 'star-fusion' },
  }),
];

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
  // An Auto Scaling group's own tags can come half a minute and more after the launch.
  const where = { ...launch, at: '11:00:48' };
  return [
    launched(launch),
    tagged(where, instanceIdsOf(launch), { Name: 'compendium-web', Owner: 'shared' }),
  ];
};

const toilCluster = (): JsonObject[] => {
  const leader: SampleLaunch = {
    at: '13:00:00',
    place: pangenomics,
    caller: botocoreSession(PANGENOMICS),
    name: 'toil-leader',
    instanceType: 't3.medium',
    tags: { Name: 'hprc-annotation', Owner: 'mkim@ucsc.edu', ToilNodeType: 'leader' },
  };
  const [leaderId = ''] = instanceIdsOf(leader);
  const workers: SampleLaunch = {
    at: '13:06:00',
    place: pangenomics,
    caller: instanceSession(PANGENOMICS, leaderId),
    name: 'toil-worker',
    instanceType: 'r5.4xlarge',
    count: 4,
  };
  // Toil tags its static workers once all run: a call for each key of each instance.
  const tags = { Name: 'hprc-annotation', Owner: 'mkim@ucsc.edu', ToilNodeType: 'worker' };
  const calls = instanceIdsOf(workers).flatMap((id) =>
    Object.entries(tags).map(([key, value]) => ({ id, tag: { [key]: value } })),
  );
  return [
    launched(leader),
    launched(workers),
    ...calls.map(({ id, tag }, index) =>
      tagged({ ...workers, at: `13:07:${String(10 + index).padStart(2, '0')}` }, [id], tag),
    ),
  ];
};

const terminatedByItsUser = (): JsonObject[] => {
  const launch: SampleLaunch = {
    at: '14:20:00',
    place: treehouse,
    caller: consoleSession(TREEHOUSE, 'apatel@ucsc.edu'),
    name: 'quick-look',
    instanceType: 't3.micro',
  };
  return [launched(launch), terminated({ ...launch, at: '14:25:07' }, instanceIdsOf(launch))];
};

/** A day in the institute's life: what `npm start` plays when it is given no logs. */
export const sampleHistory = (): Entry[] => {
  const records = [
    taggedAtCreation,
    taggedInTime,
    neverTagged,
    nearMiss,
    invalidValue,
    failed,
    many,
    autoScalingGroup,
    toilCluster,
    terminatedByItsUser,
  ].flatMap((scene) => scene());
  return putInOrder(
    records.map((record, index) => {
      const entry = readEntry({ place: `record ${index + 1}`, record, envelope: null }, 'sample history');
      if (typeof entry === 'string') throw new Error(`The sample history is wrong: ${entry}`);
      return entry;
    }),
  );
};
