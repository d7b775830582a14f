import { beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { attribute } from '../../../../lambdas/domain/launcher/attribute.ts';
import { findSession, type KnownEvidence, needsLookUp } from '../../../../lambdas/domain/launcher/look-up.ts';
import { type Identity, identityOf } from '../../../../lambdas/domain/record/identity.ts';
import type { Launcher } from '../../../../lambdas/domain/record/launcher.ts';
import { UserIdentity } from '../../../../lambdas/domain/record/record.ts';
import { allOf } from '../../known-evidence.ts';
import { areThere, type RealRecord, realRecords } from '../../real-records.ts';

/** Of the university whose log files are among them: taken for the gateway. */
const GATEWAY = '974349055189';

const ifThere = areThere ? describe : describe.skip;

/** A call that makes something, and did: `CreateTags` makes nothing. */
const isCreation = ({ eventName, errorCode }: RealRecord): boolean =>
  /^(Create(?!Tags$)|Run|Allocate|Request|Copy|Import|Restore)/.test(String(eventName)) && !errorCode;

const identityIn = ({ userIdentity }: RealRecord): Identity =>
  identityOf(z.parse(z.catch(UserIdentity, {}), userIdentity));

ifThere('real records', () => {
  let records: RealRecord[];
  /** The gateway's IAM users, and all sessions, that the records tell of. */
  let knownEvidence: KnownEvidence;
  beforeAll(() => {
    records = realRecords();
    const users = new Map<string, { userName: string; userId: string }>();
    for (const record of records) {
      const {
        userName,
        principalId = '',
        accountId,
      } = z.parse(z.catch(UserIdentity, {}), record.userIdentity);
      if (identityIn(record).is === 'iam-user' && userName && accountId === GATEWAY)
        users.set(userName, { userName, userId: principalId });
    }
    const keys = records.flatMap((record) => {
      const identity = identityIn(record);
      return identity.is === 'role-session' && identity.accessKeyId ? [identity.accessKeyId] : [];
    });
    const assumed = records.filter(({ eventName }) => eventName === 'AssumeRole');
    const sessions = [...new Set(keys)].flatMap((key) => findSession(assumed, key) ?? []);
    knownEvidence = allOf({ users: [...users.values()], sessions });
  });

  const launcherIn = (record: RealRecord): Launcher => {
    const one = { identity: identityIn(record), origin: null, gatewayAccountId: GATEWAY };
    const launcher = attribute(one, knownEvidence);
    if (needsLookUp(launcher)) throw new Error('all there is was looked up');
    return launcher;
  };

  test('every creation has a launcher, or nobody and a reason', () => {
    const creations = records.filter(isCreation);
    expect(creations.length).toBeGreaterThan(300);
    for (const record of creations) {
      const { userName, evidence, description } = launcherIn(record);
      expect(description).toMatch(/^\S.*\S$/);
      expect(evidence === null).toBe(userName === null);
    }
  });

  test('no call yields a launcher that is a role, a service, a function or an instance', () => {
    for (const record of records) {
      const { userName } = launcherIn(record);
      const identity = identityIn(record);
      if (userName === null) continue;
      expect(userName).not.toMatch(
        /^(i-|AutoScaling|AWSServiceRole|AWSReservedSSO|botocore|aws-|arn:)|amazonaws|[Ll]ambda/,
      );
      if ('roleName' in identity) expect(userName).not.toBe(identity.roleName);
      expect(['iam-user', 'federated-user', 'identity-center-session', 'role-session']).toContain(
        identity.is,
      );
    }
  });

  test('root, services and other accounts are nobody', () => {
    for (const record of records.filter((one) => identityIn(one).is === 'nobody')) {
      expect(launcherIn(record)).toMatchObject({ userName: null, evidence: null });
    }
  });
});
