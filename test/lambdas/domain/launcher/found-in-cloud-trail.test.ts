import { describe, expect, test } from '@jest/globals';
import { findLaunchCaller, findSession } from '../../../../lambdas/domain/launcher/found-in-cloud-trail.ts';
import { aLaunchEvent } from '../../a-launch-event.ts';
import { KEY } from '../../a-session.ts';
import { aCallersRecord, anAssumeRoleRecord } from '../../an-assume-role-record.ts';
import { anIamUser } from '../../an-identity.ts';

const noise = [null, 'AssumeRole', [], { eventName: 'AssumeRole' }, { eventName: 'TerminateInstances' }];
const aLaunchRecord = (parts: Parameters<typeof aLaunchEvent>[0]) => aLaunchEvent(parts).detail;

describe('the session that issued a key', () => {
  const another = anAssumeRoleRecord({ responseElements: { credentials: { accessKeyId: 'ASIAOTHER' } } });

  test('is found among other records', () => {
    const found = findSession([...noise, another, anAssumeRoleRecord()], KEY);
    expect(found).toMatchObject({ accessKeyId: KEY, caller: { principalId: 'AIDABOB' } });
  });

  test("is told by the caller's account's record, in whatever order", () => {
    const both = [anAssumeRoleRecord(), aCallersRecord()];
    for (const records of [both, both.toReversed()]) {
      expect(findSession(records, KEY)?.caller.userName).toBe('bob@ucsc.edu');
    }
  });

  test('is not there', () => {
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
    expect(findLaunchCaller(records, 'i-2')).toEqual(anIamUser('bob@ucsc.edu'));
  });

  test.each<[string, unknown[]]>([
    ['no record', []],
    ['records of other calls', [...noise, { ...aLaunchRecord({}), eventName: 'StartInstances' }]],
    ['a launch of others', [aLaunchRecord({ instanceIds: ['i-3'] })]],
    ['a launch that failed', [aLaunchRecord({ detail: { errorCode: 'Client.InstanceLimitExceeded' } })]],
    ['a truncated launch', [aLaunchRecord({ detail: { responseElements: null } })]],
  ])('is not told by %s', (_, records) => {
    expect(findLaunchCaller(records, 'i-1')).toBeNull();
  });
});
