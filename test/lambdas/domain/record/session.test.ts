import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { RecordNotReadable } from '../../../../lambdas/domain/errors.ts';
import { Session, SessionEvent, sessionFrom } from '../../../../lambdas/domain/record/session.ts';
import { aSession, GATEWAY } from '../../a-session.ts';
import { aCallersRecord, anAssumeRoleRecord } from '../../an-assume-role-record.ts';

const shown = {
  serialNumber: `arn:aws:iam::${GATEWAY}:mfa/bob@ucsc.edu`,
  arn: 'arn:aws:sts::422448306679:assumed-role/developer/botocore-session-1793722800',
};

test("the record of the role's account shows the caller's id", () => {
  expect(sessionFrom(anAssumeRoleRecord())).toEqual(aSession({}, shown));
});

test("the record of the caller's account shows the caller's name", () => {
  expect(sessionFrom(aCallersRecord())).toEqual(
    aSession({ type: 'IAMUser', userName: 'bob@ucsc.edu', accessKeyId: 'AKIAXEXAMPLE00000001' }, shown),
  );
});

test('a caller in the console is one', () => {
  const record = anAssumeRoleRecord({ sessionCredentialFromConsole: 'true' });
  expect(sessionFrom(record)).toEqual(aSession({ isFromConsole: true }, shown));
});

test('an event of EventBridge holds the record', () => {
  const detail = anAssumeRoleRecord();
  const event = SessionEvent.parse({ version: '0', account: '422448306679', region: 'us-west-2', detail });
  expect(sessionFrom(event.detail)).toEqual(sessionFrom(detail));
});

describe('no session is read from', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'AssumeRole'],
    ['a list', [anAssumeRoleRecord()]],
    ['another call', anAssumeRoleRecord({ eventName: 'AssumeRoleWithSAML' })],
    ['a failed call', anAssumeRoleRecord({ errorCode: 'AccessDenied', responseElements: null })],
    ['a record without a key', anAssumeRoleRecord({ responseElements: { credentials: {} } })],
    ['a record without a time', anAssumeRoleRecord({ eventTime: 'yesterday' })],
  ])('%s', (_, record) => {
    expect(() => sessionFrom(record)).toThrow(RecordNotReadable);
  });

  test('the error says what was expected', () => {
    expect(() => sessionFrom(anAssumeRoleRecord({ responseElements: null }))).toThrow(/responseElements/);
  });
});

test('property: a session is read whatever the other fields hold', () => {
  const anything = fc.oneof(fc.anything({ maxDepth: 3, withNullPrototype: false }), fc.jsonValue());
  const fields = fc.record(
    {
      userIdentity: fc.oneof(
        anything,
        fc.record({ type: anything, principalId: anything, userName: anything }),
      ),
      requestParameters: fc.oneof(anything, fc.record({ roleSessionName: anything, serialNumber: anything })),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fields, (more) => {
      expect(Session.safeParse(sessionFrom(anAssumeRoleRecord(more))).success).toBe(true);
    }),
    { numRuns: 200 },
  );
});
