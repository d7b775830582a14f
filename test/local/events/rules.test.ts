import { beforeAll, describe, expect, test } from '@jest/globals';
import { envelopeOf } from '../../../local/events/bus-event.ts';
import { Rules } from '../../../local/events/rules.ts';
import { PANGENOMICS, SAMPLE_CONFIGURATION } from '../../../local/sample/configuration.ts';
import { botocoreSession, consoleSession } from '../../../local/sample/identity.ts';
import { launched } from '../../../local/sample/launches.ts';
import { assumedRole } from '../../../local/sample/sessions.ts';
import { userCreated } from '../../../local/sample/user-actions.ts';
import { synthesize } from '../../templates/synthesize.ts';
import { configured, entryOf } from '../play-records.ts';

let rules: Rules;
beforeAll(() => {
  rules = new Rules(synthesize(configured()));
});

const GATEWAY = SAMPLE_CONFIGURATION.gateway.accountId;
const place = { accountId: PANGENOMICS, region: 'us-west-2' };
const session = botocoreSession(PANGENOMICS, '09:00:00');
const assumed = assumedRole({ at: '09:00:00', place, userName: 'ann@ucsc.edu', session });
const launch = launched({
  at: '09:00:00',
  place,
  caller: consoleSession(PANGENOMICS, 'ann@ucsc.edu'),
  name: 'one',
  instanceType: 'c6i.large',
});

const taken = (record: object, accountId: string, region: string, changes = {}): number =>
  rules.matching('default', accountId, region, envelopeOf(entryOf({ ...record, ...changes }))).length;

describe('the synthesized rules', () => {
  test('match sessions in the Regions of a sub-account and in us-east-1, although these calls are read-only', () => {
    for (const readOnly of [true, false]) {
      expect(taken(assumed, PANGENOMICS, 'us-west-2', { readOnly })).toBe(1);
      expect(taken(assumed, PANGENOMICS, 'us-east-1', { readOnly })).toBe(1);
      expect(taken(assumed, PANGENOMICS, 'eu-west-1', { readOnly })).toBe(0);
    }
  });

  test('match no failed AssumeRole, and none by a service', () => {
    expect(taken(assumed, PANGENOMICS, 'us-west-2', { errorCode: 'AccessDenied' })).toBe(0);
    expect(taken(assumed, PANGENOMICS, 'us-west-2', { userIdentity: { type: 'AWSService' } })).toBe(0);
  });

  test('match launches only in the Regions of a sub-account', () => {
    expect([taken(launch, PANGENOMICS, 'us-west-2'), taken(launch, PANGENOMICS, 'us-east-1')]).toEqual([
      1, 0,
    ]);
    expect([rules.cover(PANGENOMICS, 'us-west-2'), rules.cover(PANGENOMICS, 'us-east-1')]).toEqual([
      true,
      false,
    ]);
  });

  test('in the state ENABLED match no read-only call', () => {
    expect(taken(launch, PANGENOMICS, 'us-west-2', { readOnly: true })).toBe(0);
  });

  test('match changes of the gateway’s users, in us-east-1', () => {
    const created = userCreated('09:00:00', 'ann@ucsc.edu');
    expect(taken(created, GATEWAY, 'us-east-1')).toBe(1);
    expect(taken(created, GATEWAY, 'us-west-2')).toBe(0);
  });
});
