import { describe, expect, test } from '@jest/globals';
import { SeenUsers } from '../../../../cli/start/input/seen-users.ts';
import type { UserOfAccount } from '../../../../local/aws/iam-users.ts';
import { PANGENOMICS, SAMPLE_CONFIGURATION } from '../../../../local/sample/configuration.ts';
import { botocoreSession, iamUser, instanceSession } from '../../../../local/sample/identity.ts';
import { launched } from '../../../../local/sample/launches.ts';
import { userIdOf } from '../../../../local/sample/made-up.ts';
import { assumedFrom, assumedRole } from '../../../../local/sample/sessions.ts';
import { userCreated } from '../../../../local/sample/user-actions.ts';
import { entryOf, gatewayUser } from '../../../local/play-records.ts';

const GATEWAY = SAMPLE_CONFIGURATION.gateway.accountId;
const place = { accountId: PANGENOMICS, region: 'us-west-2' };
const session = botocoreSession(PANGENOMICS, '09:00:00');
const assumption = { at: '09:00:00', place, userName: 'ann@ucsc.edu', session };
const ann = gatewayUser('ann@ucsc.edu');

const usersOf = (records: readonly unknown[], listed: readonly UserOfAccount[] = []) => {
  const seenUsers = new SeenUsers();
  for (const record of records) seenUsers.take(entryOf(record));
  return seenUsers.usersBefore(listed);
};

describe('the users before a history', () => {
  test.each([
    ['who called in the gateway', assumedFrom(assumption)],
    ['who assumed a role with an MFA device named after them', assumedRole(assumption)],
  ])('are those %s', (_who, record) => {
    expect(usersOf([record, record])).toEqual([ann]);
  });

  test.each([
    ['a role', launched({ ...assumption, caller: session, name: 'a', instanceType: 't3.micro' })],
    ['a service', { ...assumedRole(assumption), userIdentity: { type: 'AWSService', invokedBy: 'x' } }],
    ['a device not named by an address', renamedDevice('phone')],
    ['a device of another account', renamedDevice('ann@ucsc.edu', '999999999999')],
    [
      'an instance',
      launched({
        ...assumption,
        caller: instanceSession(PANGENOMICS, 'i-0f1'),
        name: 'a',
        instanceType: 't3.micro',
      }),
    ],
  ])('are nobody by %s', (_what, record) => {
    expect(usersOf([record])).toEqual([]);
  });

  test('are each in their own account', () => {
    const caller = iamUser(PANGENOMICS, 'ann@ucsc.edu');
    expect(usersOf([launched({ ...assumption, caller, name: 'a', instanceType: 't3.micro' })])).toEqual([
      { accountId: PANGENOMICS, userName: 'ann@ucsc.edu', userId: userIdOf(PANGENOMICS, 'ann@ucsc.edu') },
    ]);
  });

  test('do not include those created in it, though they are listed now', () => {
    const created = userCreated('08:00:00', 'ann@ucsc.edu');
    expect(usersOf([created, assumedFrom(assumption)], [ann])).toEqual([
      gatewayUser('cluster-admin@soe.ucsc.edu'),
    ]);
  });

  test('have the names of that time', () => {
    const listed = [{ ...ann, userName: 'married@ucsc.edu' }];
    expect(usersOf([assumedFrom(assumption)], listed)).toEqual([ann]);
    const later = assumedFrom({ ...assumption, at: '10:00:00' });
    const renamed = {
      ...later,
      userIdentity: { ...iamUser(GATEWAY, 'ann@ucsc.edu').userIdentity, userName: 'x' },
    };
    expect(usersOf([renamed, assumedFrom(assumption)])).toEqual([ann]);
    expect(usersOf([], listed)).toEqual(listed);
  });
});

function renamedDevice(device: string, accountId: string = GATEWAY) {
  const record = assumedRole(assumption);
  return { ...record, requestParameters: { serialNumber: `arn:aws:iam::${accountId}:mfa/${device}` } };
}
