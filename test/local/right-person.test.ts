import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { putInOrder } from '../../local/entry.ts';
import { play } from '../../local/play.ts';
import { recordOf } from '../../local/sample/call.ts';
import { PANGENOMICS, SAMPLE_CONFIGURATION } from '../../local/sample/configuration.ts';
import {
  botocoreSession,
  type Caller,
  consoleSession,
  iamUser,
  stackInSession,
} from '../../local/sample/identity.ts';
import { launched, type SampleLaunch } from '../../local/sample/launches.ts';
import { assumedRole } from '../../local/sample/sessions.ts';
import { userCreated } from '../../local/sample/user-actions.ts';
import type { Stack } from '../../local/template/template.ts';
import { ANN, at, entryOf, gatewayUser, playRecords, rewritten } from './play-records.ts';
import { place, stacks } from './the-launch.ts';

const session = botocoreSession(PANGENOMICS, '08:59:55');
const launch: SampleLaunch = {
  at: '09:00:00',
  place,
  caller: session,
  name: 'one',
  instanceType: 'c6i.large',
};
const assumption = assumedRole({ at: '08:59:55', place, userName: 'ann@ucsc.edu', session });
const MANAGERS = 'cluster-admin@soe.ucsc.edu pangenomics-pm@ucsc.edu';

/** Where the role that asks CloudTrail may not: what is known then, a rule brought. */
const withoutLookUps = (application: readonly Stack[]): Stack[] =>
  rewritten(application, 'cloudtrail:LookupEvents', 'cloudtrail:LookupNothing');

const tellings = ({ recorder }: Awaited<ReturnType<typeof play>>): string[] =>
  recorder
    .rows()
    .filter(({ recipients }) => recipients.length > 0)
    .map(({ decision, launcher, recipients }) => `${decision} ${launcher} ${recipients.join(' ')}`);

describe('the launcher behind a session that botocore named', () => {
  test('is unknown without a record of AssumeRole', async () => {
    expect(tellings(await playRecords(stacks, [launched(launch)]))).toEqual([
      `warned null ${MANAGERS}`,
      `terminated null ${MANAGERS}`,
    ]);
  });

  test('is the user in the record of AssumeRole', async () => {
    expect(tellings(await playRecords(withoutLookUps(stacks), [assumption, launched(launch)]))).toEqual([
      'warned ann@ucsc.edu ann@ucsc.edu',
      'terminated ann@ucsc.edu ann@ucsc.edu',
    ]);
  });

  test('is notified of the termination if the record comes after the warning', async () => {
    const entries = [entryOf(launched(launch)), entryOf(assumption, at('09:05:00'))];
    expect(
      tellings(await play(withoutLookUps(stacks), putInOrder(entries), { ...ANN, schedules: false })),
    ).toEqual([`warned ann@ucsc.edu ${MANAGERS}`, 'terminated ann@ucsc.edu ann@ucsc.edu']);
  });

  test('is looked up in CloudTrail if no rule delivered the record', async () => {
    const deaf = rewritten(stacks, '"AWSAccount","AssumedRole"', '"Nobody"');
    const elsewhere = { ...place, region: 'us-east-1' };
    const assumed = assumedRole({ at: '08:59:55', place: elsewhere, userName: 'ann@ucsc.edu', session });
    expect(tellings(await playRecords(deaf, [assumed, launched(launch)]))).toEqual([
      'warned ann@ucsc.edu ann@ucsc.edu',
      'terminated ann@ucsc.edu ann@ucsc.edu',
    ]);
  });

  test('is unknown if the look-up role may not call CloudTrail', async () => {
    const deaf = rewritten(stacks, '"AWSAccount","AssumedRole"', '"Nobody"');
    expect(tellings(await playRecords(withoutLookUps(deaf), [assumption, launched(launch)]))).toEqual([
      `warned null ${MANAGERS}`,
      `terminated null ${MANAGERS}`,
    ]);
  });
});

describe('the launcher behind a service', () => {
  const stack = launched({ ...launch, caller: stackInSession(PANGENOMICS, '08:59:55') });

  test('is who opened the session in whose identity it calls', async () => {
    const played = await playRecords(withoutLookUps(stacks), [assumption, stack]);
    expect(tellings(played)[0]).toBe('warned ann@ucsc.edu ann@ucsc.edu');
  });

  test('is looked up in CloudTrail if no rule delivered the record', async () => {
    const deaf = rewritten(stacks, '"AWSAccount","AssumedRole"', '"Nobody"');
    expect(tellings(await playRecords(deaf, [assumption, stack]))[0]).toBe(
      'warned ann@ucsc.edu ann@ucsc.edu',
    );
  });

  test('is nobody if two people opened such a session at once', async () => {
    const users = [...ANN.users, gatewayUser('bob@ucsc.edu')];
    const another = botocoreSession(PANGENOMICS, '08:59:55', 'another');
    const bobs = assumedRole({ at: '08:59:55', place, userName: 'bob@ucsc.edu', session: another });
    const played = await playRecords(stacks, [assumption, bobs, stack], { users });
    expect(tellings(played)[0]).toBe(`warned null ${MANAGERS}`);
  });
});

describe('a name is no proof', () => {
  const calledBy = (caller: Caller, more: object = {}) =>
    launched({ ...launch, caller: { ...caller, userIdentity: { ...caller.userIdentity, ...more } } });

  test("of a user of the sub-account who has the name of a gateway's user", async () => {
    const record = calledBy(iamUser(PANGENOMICS, 'ann@ucsc.edu'));
    expect(tellings(await playRecords(stacks, [record]))[0]).toBe(`warned null ${MANAGERS}`);
  });

  test('of a session whose caller chose it', async () => {
    const { sessionCredentialFromConsole: _, ...chosen } = consoleSession(PANGENOMICS, 'ann@ucsc.edu');
    const played = await playRecords(stacks, [calledBy(chosen)]);
    expect(tellings(played)[0]).toBe(`warned null ${MANAGERS}`);
    expect(played.recorder.mails[0]?.message).toContain('session named ann@ucsc.edu (a name its');
  });

  test('but the source identity is evidence, of which program managers get a copy', async () => {
    const { sessionContext } = z.object({ sessionContext: z.looseObject({}) }).parse(session.userIdentity);
    const record = calledBy(session, {
      sessionContext: { ...sessionContext, sourceIdentity: 'Ann@ucsc.edu' },
    });
    expect(tellings(await playRecords(stacks, [record]))[0]).toBe(
      'warned ann@ucsc.edu ann@ucsc.edu pangenomics-pm@ucsc.edu',
    );
  });
});

describe('the directory follows the gateway: a user', () => {
  const GATEWAY = SAMPLE_CONFIGURATION.gateway.accountId;
  const ann = consoleSession(PANGENOMICS, 'ann@ucsc.edu');
  const changed = (eventName: string, requestParameters: Readonly<Record<string, string>>) =>
    recordOf({
      at: '08:30:00',
      place: { accountId: GATEWAY, region: 'us-east-1' },
      caller: iamUser(GATEWAY, 'cluster-admin@soe.ucsc.edu'),
      service: 'iam',
      eventName,
      requestParameters,
      responseElements: null,
    });
  const readersOfTheWarning = async (records: readonly unknown[], playOptions = {}) => {
    const played = await playRecords(stacks, [...records, launched({ ...launch, caller: ann })], playOptions);
    return played.recorder.rows().find(({ decision }) => decision === 'warned')?.recipients;
  };

  test('who existed before the first record has a topic', async () => {
    expect(await readersOfTheWarning([], ANN)).toEqual(['ann@ucsc.edu']);
  });

  test('who is created gets a topic', async () => {
    expect(await readersOfTheWarning([userCreated('08:30:00', 'ann@ucsc.edu')])).toEqual(['ann@ucsc.edu']);
  });

  test('who is deleted loses the topic', async () => {
    const users = [...ANN.users, gatewayUser('bob@ucsc.edu')];
    const deleted = changed('DeleteUser', { userName: 'ann@ucsc.edu' });
    expect(await readersOfTheWarning([deleted], { users })).toEqual([
      'cluster-admin@soe.ucsc.edu',
      'pangenomics-pm@ucsc.edu',
    ]);
  });

  test('who is the last one is not removed: an empty list of users is treated as a wrong answer, and the record is given up', async () => {
    const { deadLetters } = await playRecords(stacks, [changed('DeleteUser', { userName: 'ann@ucsc.edu' })]);
    expect(deadLetters).toEqual([expect.objectContaining({ reason: expect.stringMatching(/users/) })]);
  });

  test('who is renamed has a topic with the new name', async () => {
    const renamed = changed('UpdateUser', { userName: 'old@ucsc.edu', newUserName: 'ann@ucsc.edu' });
    const users = ANN.users.map((user) => ({ ...user, userName: 'old@ucsc.edu' }));
    expect(await readersOfTheWarning([renamed], { users })).toEqual(['ann@ucsc.edu']);
  });
});
