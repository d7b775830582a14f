import type { JsonObject } from '../../infra/json.ts';
import { PANGENOMICS, pangenomics, TREEHOUSE, treehouse } from './configuration.ts';
import { consoleSession } from './identity.ts';
import { instanceIdsOf, launched, launchFailed, type SampleLaunch } from './launches.ts';
import { resourceId } from './made-up.ts';
import { type Assumption, assumedFrom, assumedRole, switchedRole } from './sessions.ts';
import { tagged, terminated, untagged, userCreated, volumeAttached } from './user-actions.ts';

/** A server without an Owner that is protected from termination: it is stopped. */
const protectedFromTermination = (): JsonObject[] => [
  launched({
    at: '16:00:00',
    place: treehouse,
    caller: consoleSession(TREEHOUSE, 'apatel@ucsc.edu'),
    name: 'annotation-db',
    instanceType: 'r6i.large',
    tags: { Name: 'annotation-db' },
    isProtected: true,
  }),
];

/** A server that the configuration exempts. */
const exempted = (): JsonObject[] => [
  launched({
    at: '16:30:00',
    place: treehouse,
    caller: consoleSession(TREEHOUSE, 'rlopez@ucsc.edu'),
    name: 'star-viewer-license',
    instanceType: 't3.small',
    tags: { Name: 'star-viewer-license', Purpose: 'license-server' },
  }),
];

/**
 * Tagged in the call, which does not tag its volume: that gets the same Owner, and so does one that is attached later. Somebody
 * removes the Owner in the afternoon, and it is restored in time.
 */
const taggedAtCreation = (): JsonObject[] => {
  const launch: SampleLaunch = {
    at: '08:02:10',
    place: pangenomics,
    caller: consoleSession(PANGENOMICS, 'mkim@ucsc.edu'),
    name: 'giraffe-hprc',
    instanceType: 'r6i.8xlarge',
    tags: { Name: 'giraffe-hprc', Owner: 'mkim@ucsc.edu' },
    volumes: [{ deleteOnTermination: true }],
  };
  const ids = instanceIdsOf(launch);
  const [id = ''] = ids;
  const tidying = { ...launch, at: '15:41:30', caller: consoleSession(PANGENOMICS, 'bsmith@ucsc.edu') };
  return [
    launched(launch),
    volumeAttached({ ...launch, at: '08:47:15' }, resourceId('vol', 'giraffe-scratch'), id),
    untagged(tidying, ids, ['Owner']),
    tagged({ ...launch, at: '15:46:00' }, ids, { Owner: 'mkim@ucsc.edu' }),
  ];
};

const neverTagged = (): JsonObject[] => [
  launched({
    at: '09:05:30',
    place: treehouse,
    caller: consoleSession(TREEHOUSE, 'rlopez@ucsc.edu'),
    name: 'rnaseq-test',
    instanceType: 'g5.2xlarge',
    tags: { Name: 'rnaseq-test' },
    volumes: [{ deleteOnTermination: true }, { deleteOnTermination: false }],
  }),
];

const nearMiss = (): JsonObject[] => {
  const session = consoleSession(TREEHOUSE, 'jchen@ucsc.edu');
  const assumption: Assumption = {
    at: '09:36:20',
    // The console uses STS's global endpoint.
    place: { ...treehouse, region: 'us-east-1' },
    userName: 'jchen@ucsc.edu',
    session,
  };
  return [
    assumedFrom(assumption),
    assumedRole(assumption),
    switchedRole(assumption),
    launched({
      at: '09:40:00',
      place: treehouse,
      caller: session,
      name: 'tumor-map',
      instanceType: 't3.large',
      tags: { Name: 'tumor-map', owner: 'jchen@ucsc.edu' },
    }),
  ];
};

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
      caller: consoleSession(PANGENOMICS, 'rlopez@ucsc.edu'),
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

/** A person whose user was created this morning and who has not confirmed the subscription: the managers get the mails. */
const newcomer = (): JsonObject[] => [
  userCreated('07:45:00', 'newhire@ucsc.edu'),
  launched({
    at: '15:10:00',
    place: pangenomics,
    caller: consoleSession(PANGENOMICS, 'newhire@ucsc.edu'),
    name: 'first-steps',
    instanceType: 't3.large',
    tags: { Name: 'first-steps' },
  }),
];

/** What people do on the sample day, as lists of records: one list for each launch. */
export const people = (): JsonObject[][] => [
  taggedAtCreation(),
  neverTagged(),
  nearMiss(),
  invalidValue(),
  failed(),
  terminatedByItsUser(),
  newcomer(),
  protectedFromTermination(),
  exempted(),
];
