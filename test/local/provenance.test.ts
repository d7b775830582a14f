import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import type { PlayOptions } from '../../local/aws/play-options.ts';
import { recordOf } from '../../local/sample/call.ts';
import { PANGENOMICS, SAMPLE_CONFIGURATION } from '../../local/sample/configuration.ts';
import { awsService, botocoreSession, iamUser } from '../../local/sample/identity.ts';
import { launched } from '../../local/sample/launches.ts';
import { assumedRole } from '../../local/sample/sessions.ts';
import { groupCreated, tagged } from '../../local/sample/user-actions.ts';
import { ANN, gatewayUser, playRecords } from './play-records.ts';
import { place, stacks } from './the-launch.ts';

const GATEWAY = SAMPLE_CONFIGURATION.gateway.accountId;
const MANAGERS = 'cluster-admin@soe.ucsc.edu pangenomics-pm@ucsc.edu';
const STACK = `arn:aws:cloudformation:${place.region}:${PANGENOMICS}:stack/web/0a1b2c3d`;

const session = botocoreSession(PANGENOMICS, '08:50:00');
const assumption = assumedRole({ at: '08:50:00', place, userName: 'ann@ucsc.edu', session });
const { arn, principalId } = z
  .object({ arn: z.string(), principalId: z.string() })
  .parse(session.userIdentity);

const AWS_ROLES = {
  cloudformation: awsService(PANGENOMICS, 'cloudformation.amazonaws.com', 'AWSServiceRoleForAWSCloud9'),
  spot: awsService(PANGENOMICS, 'spot.amazonaws.com', 'AWSServiceRoleForEC2Spot'),
  autoscaling: awsService(PANGENOMICS, 'autoscaling.amazonaws.com', 'AWSServiceRoleForAutoScaling'),
};

/** An instance that a service launches in a role of its own. */
const launchedBy = (
  service: keyof typeof AWS_ROLES,
  tags: Readonly<Record<string, string>>,
  { at = '09:00:00', name = 'one', spotRequest }: { at?: string; name?: string; spotRequest?: string } = {},
) =>
  launched({
    at,
    place,
    caller: AWS_ROLES[service],
    name,
    instanceType: 'c6i.large',
    tags,
    ...(spotRequest ? { spotRequest } : {}),
  });

/** What somebody does with the script's session, or as an IAM user. */
const call = (eventName: string, more: Partial<Parameters<typeof recordOf>[0]>) =>
  recordOf({
    at: '08:55:00',
    place,
    caller: session,
    eventName,
    requestParameters: {},
    responseElements: null,
    ...more,
  });

const launchers = async (records: readonly unknown[], playOptions?: PlayOptions): Promise<string[]> => {
  const { recorder } = await playRecords(stacks, records, playOptions);
  return recorder
    .rows()
    .filter(({ recipients, resourceType }) => recipients.length > 0 && resourceType === 'ec2:instance')
    .map(({ at, decision, recipients }) => `${at.slice(11, 19)} ${decision} ${recipients.join(' ')}`);
};

/** The same times as without any evidence: nothing ends sooner. */
const ofAnn = ['17:02:00 warned ann@ucsc.edu', '17:10:00 terminated ann@ucsc.edu'];
const ofNobody = [`17:02:00 warned ${MANAGERS}`, `17:10:00 terminated ${MANAGERS}`];

describe('Cloud9', () => {
  test('writes the id of the user who owns the environment', async () => {
    const { userId } = gatewayUser('ann@ucsc.edu');
    expect(await launchers([launchedBy('cloudformation', { 'aws:cloud9:owner': userId })])).toEqual(ofAnn);
  });

  test('writes a role and the name of its session, which counts by the record of its AssumeRole', async () => {
    const launch = launchedBy('cloudformation', { 'aws:cloud9:owner': principalId });
    expect(await launchers([assumption, launch])).toEqual(ofAnn);
    expect(await launchers([launch])).toEqual(ofNobody);
  });
});

test('Service Catalog writes the ARN of the session for which it launched', async () => {
  const launch = launchedBy('cloudformation', { 'aws:servicecatalog:provisioningPrincipalArn': arn });
  expect(await launchers([assumption, launch])).toEqual(ofAnn);
  expect(await launchers([launch])).toEqual(ofNobody);
});

describe('who deployed a stack', () => {
  const launch = launchedBy('cloudformation', { 'aws:cloudformation:stack-id': STACK });
  const deployed = (eventName: string, at: string, more: object = {}) =>
    call(eventName, {
      at,
      service: 'cloudformation',
      requestParameters: { stackName: 'web' },
      responseElements: { stackId: STACK },
      ...more,
    });
  const bob = { caller: iamUser(GATEWAY, 'bob@ucsc.edu') };
  const users = { users: [...ANN.users, gatewayUser('bob@ucsc.edu')] };

  test('last before the launch is its launcher', async () => {
    const records = [
      assumption,
      deployed('CreateStack', '08:51:00', bob),
      deployed('ExecuteChangeSet', '08:59:50', { responseElements: null }),
      launch,
      deployed('UpdateStack', '09:00:30', bob),
    ];
    expect(await launchers(records, users)).toEqual(ofAnn);
  });

  test('is nobody if not even the record of that call leads to a person', async () => {
    expect(await launchers([deployed('CreateStack', '08:59:50'), launch])).toEqual(ofNobody);
  });
});

describe('a Spot request', () => {
  const REQUEST = 'sir-1a2b3c4d';
  const launch = launchedBy('spot', {}, { spotRequest: REQUEST });
  const requested = (tags: readonly object[] = []) =>
    call('RequestSpotInstances', {
      requestParameters: {
        tagSpecificationSet: { items: [{ resourceType: 'spot-instances-request', tags }] },
      },
      responseElements: { spotInstanceRequestSet: { items: [{ spotInstanceRequestId: REQUEST }] } },
    });

  test('leads to who made it', async () => {
    expect(await launchers([assumption, requested(), launch])).toEqual(ofAnn);
  });

  test('leads to its Owner, who is asked for first', async () => {
    const owned = requested([{ key: 'Owner', value: 'bob@ucsc.edu' }]);
    const users = { users: [...ANN.users, gatewayUser('bob@ucsc.edu')] };
    expect(await launchers([assumption, owned, launch], users)).toEqual([
      '17:02:00 warned bob@ucsc.edu',
      '17:10:00 terminated bob@ucsc.edu',
    ]);
  });

  test('leads to the Owner of its first instance', async () => {
    const first = launchedBy(
      'spot',
      { Owner: 'ann@ucsc.edu' },
      { spotRequest: REQUEST, at: '08:00:00', name: 'first' },
    );
    expect(await launchers([first, launch])).toEqual(ofAnn);
  });
});

test('a fleet leads to its Owner, and to the Owner of its other instances', async () => {
  const fleet = { 'aws:ec2:fleet-id': 'fleet-1a2b' };
  const launch = launchedBy('spot', fleet);
  const owned = tagged({ at: '08:58:00', place, caller: session }, ['fleet-1a2b'], { Owner: 'ann@ucsc.edu' });
  expect(await launchers([owned, launch])).toEqual(ofAnn);
  const other = launchedBy('spot', { ...fleet, Owner: 'ann@ucsc.edu' }, { at: '08:00:00', name: 'first' });
  expect(await launchers([other, launch])).toEqual(ofAnn);
  expect(await launchers([launch])).toEqual(ofNobody);
});

describe('who created an Auto Scaling group without an Owner', () => {
  const group = (tags: Readonly<Record<string, string>>) =>
    groupCreated({
      at: '08:55:00',
      place,
      caller: session,
      name: 'workers',
      size: 1,
      tags,
      propagates: false,
    });
  const launch = (name: string, at: string) =>
    launchedBy('autoscaling', { 'aws:autoscaling:groupName': 'workers' }, { name, at });

  test('gets the mails about it, of which an hour has two', async () => {
    const records = [
      assumption,
      group({}),
      launch('one', '09:00:00'),
      launch('two', '09:20:00'),
      launch('three', '09:25:00'),
    ];
    const { recorder } = await playRecords(stacks, records);
    const mails = recorder.mails.filter(({ launch: of }) => of !== null);
    expect(
      mails.map(
        ({ at, recipients }) => `${new Date(at).toISOString().slice(11, 16)} ${recipients.join(' ')}`,
      ),
    ).toEqual(['17:02 ann@ucsc.edu', '17:10 ann@ucsc.edu']);
  });

  test('is not asked for if it has one, even one that is no person', async () => {
    const records = [assumption, group({ Owner: 'shared' }), launch('one', '09:00:00')];
    expect((await launchers(records)).join()).not.toContain('ann@ucsc.edu');
  });
});
