import { expect, test } from '@jest/globals';
import { callOf, evidenceIn } from '../../../cli/launchers/evidence.ts';
import { type Shape, shapeOf } from '../../../cli/launchers/shape.ts';
import type { JsonObject } from '../../../infra/json.ts';
import { PANGENOMICS } from '../../../local/sample/configuration.ts';
import { autoScaling, botocoreSession, iamUser, instanceSession } from '../../../local/sample/identity.ts';
import { assumedFrom, assumedRole } from '../../../local/sample/sessions.ts';
import { entriesOf, launchAs, place } from './some-records.ts';

const session = botocoreSession(PANGENOMICS, '09:00:00');
const assumption = { at: '09:00:00', place, userName: 'ann@ucsc.edu', session };
const user = iamUser(PANGENOMICS, 'ann@ucsc.edu').userIdentity;

/** The AssumeRole record in the role's account, with another caller. */
const assumedBy = (userIdentity: JsonObject): JsonObject => ({ ...assumedRole(assumption), userIdentity });

const shapeIn = (identity: JsonObject, others: readonly JsonObject[] = []): Shape | undefined => {
  const calls = entriesOf([launchAs(identity), ...others]).map(callOf);
  const [first] = calls;
  return first && shapeOf(first, evidenceIn(calls).sessions);
};

const named = (sessionName: string) => ({
  type: 'AssumedRole',
  principalId: `AROAEXAMPLE:${sessionName}`,
  arn: `arn:aws:sts::${PANGENOMICS}:assumed-role/developer/${sessionName}`,
});

test.each<[Shape, JsonObject, JsonObject[]]>([
  ['user', user, []],
  ['userThroughService', { ...user, invokedBy: 'cloudformation.amazonaws.com' }, []],
  ['unnamedUser', { ...user, userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, []],
  [
    'federated',
    {
      type: 'FederatedUser',
      sessionContext: { sessionIssuer: { type: 'IAMUser', userName: 'ann@ucsc.edu' } },
    },
    [],
  ],
  ['federatedByNobody', { type: 'FederatedUser', principalId: `${PANGENOMICS}:bob` }, []],
  [
    'identityCenter',
    {
      type: 'AssumedRole',
      arn: `arn:aws:sts::${PANGENOMICS}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ann@ucsc.edu`,
    },
    [],
  ],
  ['byUser', session.userIdentity, [assumedFrom(assumption)]],
  ['byUser', session.userIdentity, [assumedRole(assumption)]],
  ['byRole', session.userIdentity, [assumedBy({ type: 'AWSAccount', principalId: 'AROAFIRST:bob' })]],
  ['byService', session.userIdentity, [assumedBy({ type: 'AWSService', invokedBy: 'lambda.amazonaws.com' })]],
  ['byOther', session.userIdentity, [assumedBy({ type: 'Root', principalId: PANGENOMICS })]],
  ['noRecord', session.userIdentity, []],
  ['noKey', named('bob'), []],
  ['instance', instanceSession(PANGENOMICS, 'i-0f1').userIdentity, []],
  ['likeInstance', named('i-0f1'), []],
  ['serviceLinked', autoScaling(PANGENOMICS).userIdentity, []],
  ['root', { type: 'Root' }, []],
  ['rootThroughService', { type: 'Root', invokedBy: 'autoscaling.amazonaws.com' }, []],
  ['service', { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }, []],
  ['otherType', { type: 'SAMLUser', userName: 'ann@ucsc.edu' }, []],
  ['noType', {}, []],
])('%s', (shape, identity, others) => {
  expect(shapeIn(identity, others)).toBe(shape);
});

test('a key that stands for several sessions leads to none of them', () => {
  const other = assumedFrom({ ...assumption, at: '09:05:00' });
  expect(shapeIn(session.userIdentity, [assumedFrom(assumption), other])).toBe('noRecord');
  expect(shapeIn(session.userIdentity, [assumedFrom(assumption), assumedRole(assumption)])).toBe('byUser');
});
