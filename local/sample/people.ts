import type { JsonObject } from '../json.ts';
import { PANGENOMICS, TREEHOUSE } from './configuration.ts';
import { tagged, terminated } from './deeds.ts';
import { botocoreSession, consoleSession, iamUser } from './identity.ts';
import { instanceIdsOf, launched, launchFailed, type SampleLaunch } from './launches.ts';
import { pangenomics, treehouse } from './places.ts';

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

/** What people do on the sample day: each the records of one launch. */
export const people = (): JsonObject[][] => [
  taggedAtCreation(),
  taggedInTime(),
  neverTagged(),
  nearMiss(),
  invalidValue(),
  failed(),
  many(),
  terminatedByItsUser(),
];
