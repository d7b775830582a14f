import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { LaunchEvent } from '../../../../lambdas/domain/record/record.ts';
import { aLaunchEvent } from '../../a-launch-event.ts';
import { LAUNCHED_AT } from '../../at.ts';

const isReadable = (event: unknown) => LaunchEvent.safeParse(event).success;

describe('an event is not readable with', () => {
  test.each<[string, unknown]>([
    ['null', null],
    ['a text', 'RunInstances'],
    ['an envelope without a record', { ...aLaunchEvent(), detail: undefined }],
    ['an invalid account', aLaunchEvent({ account: '12345' })],
    ['an account that is a number', { ...aLaunchEvent(), account: 422448306679 }],
    ['no Region', { ...aLaunchEvent(), region: '' }],
    ['no eventTime', aLaunchEvent({ detail: { eventTime: undefined } })],
    ['an invalid eventTime', aLaunchEvent({ detail: { eventTime: 'yesterday' } })],
    ['another call', aLaunchEvent({ detail: { eventName: 'RunScheduledInstances' } })],
    ['a failed call', aLaunchEvent({ detail: { errorCode: 'Client.UnauthorizedOperation' } })],
    ['a dry run', aLaunchEvent({ detail: { errorCode: 'Client.DryRunOperation' } })],
  ])('%s', (_, event) => {
    expect(isReadable(event)).toBe(false);
  });
});

test('an errorCode of null means that there was no error', () => {
  expect(isReadable(aLaunchEvent({ detail: { errorCode: null } }))).toBe(true);
});

test('an eventTime in the form of Athena is the same instant', () => {
  const { detail } = LaunchEvent.parse(
    aLaunchEvent({ detail: { eventTime: '2026-11-03 17:00:00.000000000' } }),
  );
  expect(detail.eventTime).toBe(LAUNCHED_AT);
});

test('property: the event is readable whatever the other fields hold', () => {
  const anything = fc.oneof(fc.anything({ maxDepth: 3, withNullPrototype: false }), fc.jsonValue());
  const fields = fc.record(
    {
      userIdentity: anything,
      requestParameters: fc.oneof(anything, fc.record({ instancesSet: anything, clientToken: anything })),
      responseElements: fc.oneof(anything, fc.record({ instancesSet: anything, reservationId: anything })),
      eventID: anything,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fields, (detail) => {
      expect(isReadable(aLaunchEvent({ detail }))).toBe(true);
    }),
    { numRuns: 200 },
  );
});
