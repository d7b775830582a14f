import { describe, expect, test } from '@jest/globals';
import { LaunchNotIdentifiable } from '../../../../lambdas/domain/errors.ts';
import { launchFrom } from '../../../../lambdas/domain/record/launch.ts';
import { LaunchEvent } from '../../../../lambdas/domain/record/record.ts';
import { aLaunchEvent, aResponse } from '../../a-launch-event.ts';
import { LAUNCHED_AT } from '../../at.ts';

const read = (detail: Record<string, unknown> = {}, instanceIds: readonly string[] = ['i-1']) =>
  launchFrom(LaunchEvent.parse(aLaunchEvent({ instanceIds, detail })));

const asked = (minCount: number) => ({
  clientToken: 'a-client-token',
  instancesSet: { items: [{ minCount, maxCount: 1000 }] },
});
const byReservation = { filter: 'reservation-id', value: 'r-0a1b2c3d4e5f60718' };
const byToken = { filter: 'client-token', value: '5f0c8e5e-6c1a-4c55-8b7e-7ac0b2f40a3d' };

test('a launch is read from its record', () => {
  const event = aLaunchEvent({
    instanceIds: ['i-2', 'i-1'],
    tags: [{ key: 'Owner', value: 'bob@ucsc.edu' }],
  });
  const owned = [{ key: 'Owner', value: 'bob@ucsc.edu' }];
  expect(launchFrom(LaunchEvent.parse(event))).toEqual({
    launch: {
      accountId: '422448306679',
      region: 'us-west-2',
      key: byReservation,
      eventTime: LAUNCHED_AT,
      eventId: 'd1a5a0f4-52cf-4b8c-9a57-2f6b8f0f7c11',
      launcher: {
        userName: null,
        description: 'IAM user bob@ucsc.edu of account 422448306679',
        evidence: null,
      },
      identity: {
        is: 'iam-user',
        userName: 'bob@ucsc.edu',
        userId: 'AIDAXEXAMPLEBOB000001',
        accountId: '422448306679',
        invokedBy: null,
      },
      instanceIds: ['i-2', 'i-1'],
    },
    complete: true,
    tags: [owned, owned],
  });
});

test('what AWS wrote on its instances is read', () => {
  const tags = [{ key: 'aws:ec2:fleet-id', value: 'fleet-1' }];
  expect(launchFrom(LaunchEvent.parse(aLaunchEvent({ tags }))).launch.provenance).toEqual({
    requestId: 'fleet-1',
  });
  const instancesSet = { items: [{ instanceId: 'i-1', spotInstanceRequestId: 'sir-1' }] };
  const responseElements = { reservationId: 'r-1', instancesSet };
  expect(read({ responseElements }).launch.provenance).toEqual({ requestId: 'sir-1' });
});

test('the program that made the call is read, and a long name of it shortened', () => {
  const userAgent = 'APN/1.0 HashiCorp/1.0 Terraform/1.11.2';
  expect(read({ userAgent }).launch.userAgent).toBe(userAgent);
  expect(read({ userAgent: 'x'.repeat(1000) }).launch.userAgent).toHaveLength(200);
  expect(read({ userAgent: null }).launch).not.toHaveProperty('userAgent');
});

test('a record of version 1.01 is enough: no recipientAccountId, no eventType', () => {
  const { launch, complete } = read({
    eventVersion: '1.01',
    eventType: undefined,
    recipientAccountId: undefined,
    awsRegion: undefined,
  });
  expect(launch).toMatchObject({ accountId: '422448306679', region: 'us-west-2', key: byReservation });
  expect(complete).toBe(true);
});

describe('the tags of an instance whose tagSet is', () => {
  test.each([
    ['{}', {}, []],
    ['an empty text', '', []],
    ['missing', undefined, []],
    ['null', null, []],
    ['a list', [{ key: 'Owner', value: 'shared' }], []],
    ['without a value', { items: [{ key: 'Owner' }] }, [{ key: 'Owner', value: '' }]],
    ['with a value that is no text', { items: [{ key: 'Owner', value: true }] }, []],
    ['one tag', { items: [{ key: 'Owner', value: 'shared' }] }, [{ key: 'Owner', value: 'shared' }]],
  ])('%s', (_, tagSet, tags) => {
    const { tags: read1, complete } = read({ responseElements: aResponse(['i-1'], tagSet) });
    expect(read1).toEqual([tags]);
    expect(complete).toBe(true);
  });
});

describe('a record whose responseElements are truncated is not complete', () => {
  const { instancesSet, ...rest } = aResponse(['i-1', 'i-2', 'i-3'], {});
  test.each<[string, unknown, object, string[]]>([
    ['null', null, byToken, []],
    ['missing', undefined, byToken, []],
    ['a text', 'truncated', byToken, []],
    ['without a reservation', { instancesSet }, byToken, ['i-1', 'i-2', 'i-3']],
    ['without instances', rest, byReservation, []],
    ['with an empty instancesSet', { ...rest, instancesSet: {} }, byReservation, []],
    ['with instances cut off', { ...rest, instancesSet }, byReservation, ['i-1', 'i-2', 'i-3']],
    ['with a broken instance', { ...rest, instancesSet: { items: [{ imageId: 'ami' }] } }, byReservation, []],
  ])('%s', (_, responseElements, key, instanceIds) => {
    const requestParameters = { ...asked(1000), clientToken: byToken.value };
    const { launch, complete } = read({ responseElements, requestParameters });
    expect({ key: launch.key, instanceIds: launch.instanceIds, complete }).toEqual({
      key,
      instanceIds,
      complete: false,
    });
  });
});

test('a record with fewer instances than the requested maximum is complete', () => {
  expect(read({ requestParameters: asked(2) }, ['i-1', 'i-2', 'i-3']).complete).toBe(true);
  expect(read({ requestParameters: asked(4) }, ['i-1', 'i-2', 'i-3']).complete).toBe(false);
  expect(read({ requestParameters: asked(0) }, []).complete).toBe(false);
});

test.each([null, 'null', {}])('a launch is read with requestParameters %j', (requestParameters) => {
  expect(read({ requestParameters }).launch.key).toEqual(byReservation);
});

test('a record without reservation and client token is not identifiable', () => {
  expect(() => read({ responseElements: null, requestParameters: null })).toThrow(LaunchNotIdentifiable);
  expect(() => read({ responseElements: null, requestParameters: null })).toThrow(
    /Event d1a5a0f4-52cf-4b8c-9a57-2f6b8f0f7c11 names neither/,
  );
});

test('the error has one line, whatever the record has as its id', () => {
  const eventID = `a\u001b[2J\nb${'c'.repeat(5_000)}`;
  expect(() => read({ eventID, responseElements: null, requestParameters: null })).toThrow(
    /^Event a \[2J bc{93} names neither.*$/,
  );
});

test('an instance named twice counts once', () => {
  expect(read({}, ['i-1', 'i-1']).launch.instanceIds).toEqual(['i-1']);
});
