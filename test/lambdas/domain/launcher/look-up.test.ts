import { describe, expect, test } from '@jest/globals';
import {
  findLaunchCaller,
  findOwnerChange,
  findSession,
} from '../../../../lambdas/domain/launcher/look-up.ts';
import { aLaunchEvent } from '../../a-launch-event.ts';
import { GATEWAY, KEY } from '../../a-session.ts';
import { aCallersRecord, anAssumeRoleRecord } from '../../an-assume-role-record.ts';
import { anIamUser } from '../../an-identity.ts';
import { textAt } from '../../at.ts';

const noise = [null, 'AssumeRole', [], { eventName: 'AssumeRole' }, { eventName: 'TerminateInstances' }];
const aLaunchRecord = (parts: Parameters<typeof aLaunchEvent>[0]) => aLaunchEvent(parts).detail;

describe('the session that issued a key', () => {
  const another = anAssumeRoleRecord({ responseElements: { credentials: { accessKeyId: 'ASIAOTHER' } } });

  test('is found among other records', () => {
    const found = findSession([...noise, another, anAssumeRoleRecord()], KEY);
    expect(found).toMatchObject({ accessKeyId: KEY, caller: { principalId: 'AIDABOB' } });
  });

  test("is taken from the record of the caller's account, in whatever order the records come", () => {
    const both = [anAssumeRoleRecord(), aCallersRecord()];
    for (const records of [both, both.toReversed()]) {
      expect(findSession(records, KEY)?.caller.userName).toBe('bob@ucsc.edu');
    }
  });

  test('is null if no record issued the key', () => {
    expect(findSession([], KEY)).toBeNull();
    expect(findSession([...noise, another], KEY)).toBeNull();
  });
});

describe('who launched an instance', () => {
  test('is found among other records', () => {
    const records = [
      ...noise,
      aLaunchRecord({ instanceIds: ['i-3'], detail: { userIdentity: { type: 'Root' } } }),
      aLaunchRecord({ instanceIds: ['i-1', 'i-2'] }),
    ];
    expect(findLaunchCaller(records, 'i-2')).toEqual({
      ...anIamUser('bob@ucsc.edu', '422448306679'),
      userId: 'AIDAXEXAMPLEBOB000001',
    });
  });

  test.each<[string, unknown[]]>([
    ['no record', []],
    ['records of other calls', [...noise, { ...aLaunchRecord({}), eventName: 'StartInstances' }]],
    ['a launch of others', [aLaunchRecord({ instanceIds: ['i-3'] })]],
    ['a launch that failed', [aLaunchRecord({ detail: { errorCode: 'Client.InstanceLimitExceeded' } })]],
    ['a truncated launch', [aLaunchRecord({ detail: { responseElements: null } })]],
  ])('is not known from %s', (_, records) => {
    expect(findLaunchCaller(records, 'i-1')).toBeNull();
  });
});

describe('who changed the Owner of an instance last', () => {
  const aTagCall = (eventName: string, minute: number, keys: readonly string[], more: object = {}) => ({
    eventName,
    eventTime: textAt(minute),
    userIdentity: { type: 'IAMUser', userName: `${eventName}-${minute}@ucsc.edu`, accountId: GATEWAY },
    requestParameters: {
      resourcesSet: { items: [{ resourceId: 'i-1' }, { resourceId: 'i-2' }] },
      tagSet: { items: keys.map((key) => ({ key })) },
    },
    ...more,
  });
  const by = (userName: string, minute: number) => ({ caller: anIamUser(userName), at: textAt(minute) });

  test('is the last call that named the key, in whatever case and order', () => {
    const records = [
      ...noise,
      aTagCall('CreateTags', 3, ['owner']),
      aTagCall('DeleteTags', 5, ['Name', 'Owner']),
      aTagCall('DeleteTags', 7, ['Name']),
    ];
    for (const some of [records, records.toReversed()]) {
      expect(findOwnerChange(some, 'i-2', 'Owner')).toEqual(by('DeleteTags-5@ucsc.edu', 5));
    }
  });

  test('or the last call that removed all tags', () => {
    expect(findOwnerChange([aTagCall('DeleteTags', 5, [])], 'i-1', 'Owner')).toEqual(
      by('DeleteTags-5@ucsc.edu', 5),
    );
  });

  test.each([
    [
      'of another instance',
      aTagCall('DeleteTags', 5, ['Owner'], {
        requestParameters: { resourcesSet: { items: [{ resourceId: 'i-3' }] } },
      }),
    ],
    ['that failed', aTagCall('DeleteTags', 5, ['Owner'], { errorCode: 'Client.UnauthorizedOperation' })],
    ['without keys that writes', aTagCall('CreateTags', 5, [])],
    ['of a launch', aLaunchRecord({ instanceIds: ['i-1'] })],
  ])('is not taken from a call %s', (_, record) => {
    expect(findOwnerChange([record], 'i-1', 'Owner')).toBeNull();
  });
});
