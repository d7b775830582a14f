import { describe, expect, test } from '@jest/globals';
import { creatorsCallIn, isRecent, lastOf } from '../../../../lambdas/domain/launcher/find-creator.ts';

const STACK = 'arn:aws:cloudformation:us-west-2:422448306679:stack/web/1b2c3d4e';
const stack = { of: 'stack-creator', id: STACK, before: '2026-11-03T17:00:00Z' } as const;

const aCall = (eventName: string, userName: string, more: object = {}) => ({
  eventTime: '2026-11-03T16:00:00Z',
  eventName,
  userIdentity: { type: 'IAMUser', userName, accountId: '652235167018' },
  requestParameters: { stackName: 'web' },
  ...more,
});
const by = (userName: string) => ({ caller: { is: 'iam-user', userName } });

describe('who deployed a stack', () => {
  test.each([
    ['created it', aCall('CreateStack', 'ann', { responseElements: { stackId: STACK } })],
    ['updated it', aCall('UpdateStack', 'ann')],
    ['executed a change set', aCall('ExecuteChangeSet', 'ann', { requestParameters: { stackName: STACK } })],
  ])('%s', (_, record) => {
    expect(creatorsCallIn([{ eventName: 'ListStacks' }, record], stack)).toMatchObject(by('ann'));
  });

  test('is who did so last before the launch', () => {
    const records = [
      aCall('UpdateStack', 'too late', { eventTime: '2026-11-03T17:00:01Z' }),
      aCall('CreateStack', 'ann'),
      aCall('UpdateStack', 'bob', { eventTime: '2026-11-03T16:59:00Z' }),
    ];
    expect(creatorsCallIn(records, stack)).toMatchObject({ ...by('bob'), at: '2026-11-03T16:59:00Z' });
  });

  test.each([
    ['failed', aCall('CreateStack', 'ann', { errorCode: 'AlreadyExistsException' })],
    ['is of another stack', aCall('CreateStack', 'ann', { requestParameters: { stackName: 'web2' } })],
    ['is another call', aCall('DeleteStack', 'ann')],
    ['cannot be read', 'CreateStack'],
  ])('is not shown by a record that %s', (_, record) => {
    expect(creatorsCallIn([record], stack)).toBeNull();
  });
});

test('who created a group is shown by its name alone', () => {
  const record = aCall('CreateAutoScalingGroup', 'ann', {
    requestParameters: { autoScalingGroupName: 'fleet-x' },
  });
  expect(creatorsCallIn([record], { of: 'group-creator', id: 'fleet-x' })).toMatchObject(by('ann'));
  expect(creatorsCallIn([record], { of: 'group-creator', id: 'fleet' })).toBeNull();
});

describe('who made a request is shown by its id in the answer', () => {
  test.each([
    [
      'sir-1',
      'RequestSpotInstances',
      { spotInstanceRequestSet: { items: [{ spotInstanceRequestId: 'sir-1' }] } },
    ],
    ['sfr-1', 'RequestSpotFleet', { RequestSpotFleetResponse: { spotFleetRequestId: 'sfr-1' } }],
    ['fleet-1', 'CreateFleet', { CreateFleetResponse: { fleetId: 'fleet-1' } }],
  ])('%s', (id, eventName, responseElements) => {
    const record = aCall(eventName, 'ann', { responseElements });
    expect(creatorsCallIn([record], { of: 'request-creator', id })).toMatchObject(by('ann'));
    expect(creatorsCallIn([record], { of: 'request-creator', id: `${id}0` })).toBeNull();
    expect(creatorsCallIn([{ ...record, responseElements: null }], { of: 'request-creator', id })).toBeNull();
  });
});

test('the last of several calls counts', () => {
  const call = (at: string) => ({ caller: { is: 'nobody', type: 'Root', invokedBy: null } as const, at });
  const [one, two] = [call('2026-11-03T16:00:00Z'), call('2026-11-03T16:00:01Z')];
  expect(lastOf([two, one])).toBe(two);
  expect(lastOf([one, two])).toBe(two);
  expect(lastOf([])).toBeNull();
});

test('a deployment of more than an hour before a launch may not be the last: CloudTrail shows calls late', () => {
  const call = {
    caller: { is: 'nobody', type: 'Root', invokedBy: null },
    at: '2026-11-03T16:00:00Z',
  } as const;
  expect(isRecent(call, { before: '2026-11-03T17:00:00Z' })).toBe(true);
  expect(isRecent(call, { before: '2026-11-03T17:00:01Z' })).toBe(false);
  // What is created just once has no later call.
  expect(isRecent(call, {})).toBe(true);
});
