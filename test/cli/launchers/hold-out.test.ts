import { describe, expect, test } from '@jest/globals';
import { callOf, evidenceIn } from '../../../cli/launchers/evidence.ts';
import { type HoldOuts, holdOut, type Outcome, type Remains } from '../../../cli/launchers/hold-out.ts';
import type { JsonObject } from '../../../infra/json.ts';
import { PANGENOMICS, SAMPLE_CONFIGURATION } from '../../../local/sample/configuration.ts';
import { botocoreSession, consoleSession, iamUser, instanceSession } from '../../../local/sample/identity.ts';
import { instanceIdsOf } from '../../../local/sample/launches.ts';
import { assumedFrom, assumedRole } from '../../../local/sample/sessions.ts';
import { entriesOf, launchBy, place, seen } from './some-records.ts';

const GATEWAY = SAMPLE_CONFIGURATION.gateway.accountId;
const users = ['ann@ucsc.edu', 'bob@ucsc.edu'].map((name, hour) =>
  seen(iamUser(GATEWAY, name), `0${hour + 1}:00:00`),
);

const heldOut = (...records: JsonObject[]): HoldOuts => {
  const calls = entriesOf([...users, ...records]).map(callOf);
  return holdOut(calls, evidenceIn(calls));
};

const outcomes = (holdOuts: HoldOuts, remains: Remains): [string, number][] =>
  Object.entries(holdOuts[remains]).filter(([, count]) => count > 0);

const one = (outcome: Outcome): [Outcome, number][] => [[outcome, 1]];

const session = botocoreSession(PANGENOMICS, '09:00:00');
const byAnn = { at: '09:00:00', place, userName: 'ann@ucsc.edu', session };

describe('a session that a person began with botocore', () => {
  const holdOuts = heldOut(assumedFrom(byAnn), launchBy(session), launchBy(session, '09:31:00'));

  test('leads to that person by id or by MFA device alone, and counts once', () => {
    expect(outcomes(holdOuts, 'userId')).toEqual(one('same'));
    expect(outcomes(holdOuts, 'mfaDevice')).toEqual(one('same'));
  });

  test('leads to that person in a call through CloudFormation, by role, name and second', () => {
    expect(outcomes(holdOuts, 'noKey')).toEqual(one('same'));
  });

  test('leads to nobody without its AssumeRole record', () => {
    expect(outcomes(holdOuts, 'noRecord')).toEqual(one('nobody'));
  });
});

describe('a session that bears the name of a user', () => {
  const asBob = consoleSession(PANGENOMICS, 'bob@ucsc.edu');

  test('leads to the same person without its record, if they began it', () => {
    const holdOuts = heldOut(
      assumedFrom({ ...byAnn, userName: 'bob@ucsc.edu', session: asBob }),
      launchBy(asBob),
    );
    expect(outcomes(holdOuts, 'noRecord')).toEqual(one('same'));
  });

  test('leads to another person without its record, if somebody else began it', () => {
    const holdOuts = heldOut(assumedFrom({ ...byAnn, session: asBob }), launchBy(asBob));
    expect(outcomes(holdOuts, 'noRecord')).toEqual(one('another'));
  });

  test('leads to a person where the record leads to nobody, if a service began it', () => {
    const byService = {
      ...assumedRole({ ...byAnn, session: asBob }),
      userIdentity: { type: 'AWSService', accountId: GATEWAY, invokedBy: 'lambda.amazonaws.com' },
      requestParameters: { roleSessionName: 'bob@ucsc.edu' },
    };
    const holdOuts = heldOut(byService, launchBy(asBob));
    expect(outcomes(holdOuts, 'noRecord')).toEqual(one('another'));
    expect(outcomes(holdOuts, 'userId')).toEqual([]);
    expect(outcomes(holdOuts, 'mfaDevice')).toEqual([]);
  });
});

test('a session that a service began leads to nobody, with its record or without', () => {
  const byService = {
    ...assumedRole(byAnn),
    userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
    requestParameters: { roleSessionName: 'nightly' },
  };
  expect(outcomes(heldOut(byService, launchBy(session)), 'noRecord')).toEqual(one('none'));
});

test('the session of an instance is read again as if nothing showed that an instance has it', () => {
  const ann = iamUser(PANGENOMICS, 'ann@ucsc.edu');
  const [leader = ''] = instanceIdsOf({
    at: '09:30:00',
    place,
    caller: ann,
    name: 'launch 09:30:00',
    instanceType: 't3.micro',
  });
  const holdOuts = heldOut(launchBy(ann), launchBy(instanceSession(PANGENOMICS, leader), '09:40:00'));
  expect(Object.values(holdOuts.noDelivery).reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(holdOuts.noDelivery.another).toBe(0);
  expect(outcomes(holdOuts, 'noRecord')).toEqual([]);
});
