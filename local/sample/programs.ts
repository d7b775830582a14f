import type { JsonObject } from '../json.ts';
import { PANGENOMICS, TREEHOUSE } from './configuration.ts';
import { tagged } from './deeds.ts';
import { autoScaling, botocoreSession, instanceSession } from './identity.ts';
import { instanceIdsOf, launched, type SampleLaunch } from './launches.ts';
import { pangenomics, treehouse } from './places.ts';

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

/** What programs do for people on the sample day. */
export const programs = (): JsonObject[][] => [autoScalingGroup(), toilCluster()];
