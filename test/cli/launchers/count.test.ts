import { describe, expect, test } from '@jest/globals';
import { countLaunchers } from '../../../cli/launchers/count.ts';
import type { JsonObject } from '../../../infra/json.ts';
import { PANGENOMICS, SAMPLE_CONFIGURATION } from '../../../local/sample/configuration.ts';
import { autoScaling, botocoreSession, iamUser, instanceSession } from '../../../local/sample/identity.ts';
import { instanceIdsOf } from '../../../local/sample/launches.ts';
import { assumedFrom } from '../../../local/sample/sessions.ts';
import { entriesOf, launchAs, launchBy, place, seen } from './some-records.ts';

const GATEWAY = SAMPLE_CONFIGURATION.gateway.accountId;
const ann = iamUser(PANGENOMICS, 'ann@ucsc.edu');
const session = botocoreSession(PANGENOMICS, '09:00:00');
const assumption = { at: '09:00:00', place, userName: 'ann@ucsc.edu', session };

const counted = (...records: JsonObject[]) => countLaunchers(entriesOf(records));
const named = (...records: JsonObject[]) => counted(...records).total.names;

describe('coverage', () => {
  test('counts calls, what they made, and launches, and how many of each have a launcher', () => {
    const tagged = { ...launchBy(ann, '09:01:00'), eventName: 'CreateTags' };
    const volume = { ...launchBy(ann, '09:02:00'), eventName: 'CreateVolume' };
    const failed = { ...launchBy(ann, '09:03:00'), errorCode: 'Client.UnauthorizedOperation' };
    const { shapes, total } = counted(
      launchBy(ann),
      tagged,
      volume,
      failed,
      launchBy(autoScaling(PANGENOMICS), '09:04:00'),
    );
    expect(shapes.get('user')).toMatchObject({
      calls: { all: 4, found: 4 },
      made: { all: 2, found: 2 },
      launched: { all: 1, found: 1 },
    });
    expect(shapes.get('serviceLinked')).toMatchObject({ launched: { all: 1, found: 0 } });
    expect(total).toMatchObject({
      calls: { all: 5, found: 4 },
      made: { all: 3, found: 2 },
      launched: { all: 2, found: 1 },
    });
  });

  test('a session leads to who assumed the role, and an instance to who launched it', () => {
    const leader = {
      at: '09:30:00',
      place,
      caller: session,
      name: 'launch 09:30:00',
      instanceType: 't3.micro',
    };
    const [instance = ''] = instanceIdsOf(leader);
    const { shapes } = counted(
      assumedFrom(assumption),
      launchBy(session, leader.at),
      launchBy(instanceSession(PANGENOMICS, instance), '09:40:00'),
    );
    expect(shapes.get('byUser')).toMatchObject({ launched: { all: 1, found: 1 } });
    expect(shapes.get('instance')).toMatchObject({ launched: { all: 1, found: 1 } });
  });
});

describe('a name', () => {
  test('of an IAM user of the account is a user', () => {
    expect(named(launchBy(ann))).toEqual({ user: 1, unconfirmed: 0, wrong: 0 });
    expect(named(seen(iamUser(GATEWAY, 'ann@ucsc.edu')), assumedFrom(assumption), launchBy(session))).toEqual(
      {
        user: 3,
        unconfirmed: 0,
        wrong: 0,
      },
    );
  });

  test('that only the AssumeRole record itself has is not confirmed', () => {
    expect(named(assumedFrom(assumption), launchBy(session))).toEqual({ user: 0, unconfirmed: 2, wrong: 0 });
    const ofAnotherAccount = seen(iamUser('999999999999', 'ann@ucsc.edu'));
    expect(named(ofAnotherAccount, assumedFrom(assumption), launchBy(session))).toMatchObject({
      unconfirmed: 2,
    });
  });

  test('of a role, a function, an instance, a service or a program is wrong', () => {
    const federated = (userName: string) =>
      launchAs({
        type: 'FederatedUser',
        sessionContext: { sessionIssuer: { type: 'IAMUser', userName, accountId: PANGENOMICS } },
      });
    const onFunction = {
      ...seen(ann),
      eventName: 'GetFunction',
      requestParameters: { functionName: `arn:aws:lambda:us-west-2:${PANGENOMICS}:function:nightly:7` },
    };
    expect(named(federated('nightly'))).toMatchObject({ unconfirmed: 1 });
    expect(named(federated('nightly'), onFunction)).toMatchObject({ wrong: 1 });
    expect(named(federated('developer'), launchBy(session, '09:31:00'))).toMatchObject({ wrong: 1 });
    for (const name of ['i-0123456789abcdef0', 'ec2.amazonaws.com', 'botocore-session-1700000000']) {
      expect(named(federated(name))).toMatchObject({ wrong: 1 });
    }
  });

  test('that the record itself, or another of the same user, contradicts is wrong', () => {
    const arn = `arn:aws:iam::${PANGENOMICS}:user/people/bob@ucsc.edu`;
    expect(named(launchAs({ ...ann.userIdentity, arn }))).toMatchObject({ wrong: 1 });
    const renamed = { ...ann.userIdentity, userName: 'bob@ucsc.edu', arn };
    expect(named(launchBy(ann), launchAs(renamed, '09:31:00'))).toMatchObject({ wrong: 2 });
    expect(named(launchAs(renamed))).toMatchObject({ user: 1 });
  });
});
