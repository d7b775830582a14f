import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { attribute } from '../../../../lambdas/domain/launcher/attribute.ts';
import { needsLookUp } from '../../../../lambdas/domain/launcher/look-up.ts';
import { identityOf } from '../../../../lambdas/domain/record/identity.ts';
import { UserIdentity } from '../../../../lambdas/domain/record/record.ts';
import { aSession, GATEWAY, KEY } from '../../a-session.ts';
import { aSessionIdentity, IDENTITY_CENTER_PATH, SERVICE_LINKED_PATH } from '../../a-user-identity.ts';
import { ALICE, allOf, BOB } from '../../known-evidence.ts';

/** What stands in records where a person might: few values, so that they meet. */
const name = fc.constantFrom(
  'bob@ucsc.edu',
  'alice@ucsc.edu',
  'mallory@ucsc.edu',
  'AutoScaling',
  'i-0abc12def34567890',
  'developer',
  'AWSServiceRoleForBatch',
  'lambda-function',
  'shared',
  '',
);
const TYPES =
  'Root IAMUser AssumedRole Role FederatedUser Directory AWSAccount AWSService IdentityCenterUser WebIdentityUser SAMLUser Unknown';
const type = fc.constantFrom(...TYPES.split(' '), undefined);
const invokedBy = fc.constantFrom('autoscaling.amazonaws.com', 'cloudformation.amazonaws.com', undefined);
const accountId = fc.constantFrom(GATEWAY, '422448306679', undefined);
const anything = fc.anything({ maxDepth: 2, withNullPrototype: false });

const ofSession = fc
  .record({
    role: name,
    session: name,
    path: fc.constantFrom('/', SERVICE_LINKED_PATH, IDENTITY_CENTER_PATH),
    delivery: fc.constantFrom({}, { ec2RoleDelivery: '2.0' }),
  })
  .map(({ role, session, path, delivery }) => aSessionIdentity(role, session, delivery, path));
const userIdentity = fc.oneof(
  fc
    .record({ session: ofSession, type, userName: name, accountId, invokedBy })
    .map(({ session, ...more }) => ({ ...session, ...more })),
  ofSession,
  fc.record({ type, userName: anything, principalId: anything, arn: anything, sessionContext: anything }),
);
const session = fc
  .record({
    type,
    userName: fc.option(name),
    accountId: fc.constantFrom(GATEWAY, '422448306679', null),
    principalId: fc.constantFrom('AIDABOB', 'AIDASTRANGER', 'AROAX:bob@ucsc.edu', null),
    accessKeyId: fc.constantFrom(KEY, 'KEY2', null),
    device: name,
  })
  .map(({ device, type: callerType, ...caller }) =>
    aSession(
      { ...caller, type: callerType ?? null },
      { serialNumber: `arn:aws:iam::${GATEWAY}:mfa/${device}` },
    ),
  );
const origin = fc.option(
  fc.record({
    kind: fc.constantFrom('instance' as const, 'auto-scaling-group' as const),
    id: fc.constantFrom('i-0abc12def34567890', 'web'),
    owner: fc.option(name),
  }),
);

const read = (identity: unknown) => identityOf(UserIdentity.parse(identity));

test('property: a launcher is an IAM user of the gateway account, a user of the directory or of Identity Center, or nobody', () => {
  fc.assert(
    fc.property(userIdentity, fc.option(session), origin, userIdentity, (caller, one, from, launchedBy) => {
      const identity = read(caller);
      const earlier = read(launchedBy);
      const world = { sessions: one ? [one] : [], callers: { 'i-0abc12def34567890': earlier } };
      const launcher = attribute({ identity, origin: from, gatewayAccountId: GATEWAY }, allOf(world));
      if (needsLookUp(launcher)) throw new Error('all there is was looked up');
      const people: unknown[] = [null, BOB.userName, ALICE.userName];
      if (one?.caller.type === 'IAMUser' && one.caller.accountId === GATEWAY)
        people.push(one.caller.userName);
      for (const each of [identity, earlier]) {
        if (each.is === 'iam-user' && each.accountId === GATEWAY) people.push(each.userName);
        if (each.is === 'identity-center-session') people.push(each.userName);
        if (each.is === 'federated-user' && each.issuerAccountId === GATEWAY) people.push(each.issuer);
      }
      expect(people).toContain(launcher.userName);
      expect(launcher.evidence === null).toBe(launcher.userName === null);
      expect(launcher.description).toMatch(/^\S.*\S$/);
    }),
    { numRuns: 1000 },
  );
});

test('property: no text of a record breaks a line', () => {
  const text = fc.string({ unit: 'binary', maxLength: 20 });
  const identity = fc.record({
    type: fc.oneof(fc.constantFrom('IAMUser', 'AssumedRole', 'FederatedUser', 'Root', 'AWSService'), text),
    userName: text,
    principalId: text,
    invokedBy: text,
    sessionContext: fc.record({ sessionIssuer: fc.record({ type: fc.constant('IAMUser'), userName: text }) }),
  });
  fc.assert(
    fc.property(identity, text, (one, owner) => {
      const from = { kind: 'auto-scaling-group' as const, id: owner, owner };
      const world = { users: [{ userName: owner, userId: 'AIDAX' }] };
      for (const known of [null, from]) {
        const found = attribute(
          { identity: read(one), origin: known, gatewayAccountId: GATEWAY },
          allOf(world),
        );
        if (needsLookUp(found)) throw new Error('all there is was looked up');
        expect(found.description + found.userName).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      }
    }),
    { numRuns: 200 },
  );
});
