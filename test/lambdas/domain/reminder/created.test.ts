import { describe, expect, test } from '@jest/globals';
import type { Creation, Recorded } from '../../../../lambdas/domain/creation/creation.ts';
import type { Identity } from '../../../../lambdas/domain/record/identity.ts';
import { nobody } from '../../../../lambdas/domain/record/launcher.ts';
import { delaySeconds, planCreation } from '../../../../lambdas/domain/reminder/created.ts';
import { anOwnerTag } from '../../an-owner-tag.ts';
import { at, textAt } from '../../at.ts';

const ACCOUNT = { name: 'pangenomics', mode: 'enforce' } as const;
const BOB: Identity = { is: 'iam-user', userName: 'bob', invokedBy: null };
const QUEUE = 'arn:aws:sqs:us-west-2:422448306679:jobs';

const creation = (overrides: Partial<Creation> = {}): Recorded => ({
  is: 'creation',
  creation: {
    eventId: 'an-event',
    eventSource: 'sqs.amazonaws.com',
    eventName: 'CreateQueue',
    accountId: '422448306679',
    region: 'us-west-2',
    at: textAt(0),
    resourceType: 'sqs',
    arns: [QUEUE],
    tags: [],
    launcher: nobody('somebody'),
    identity: BOB,
    userAgent: null,
    ...overrides,
  },
});
const plan = (recorded: Recorded) => planCreation(recorded, ACCOUNT, anOwnerTag()).is;
const owner = (value: string) => [{ key: 'Owner', value }];
const session = (more: Partial<Extract<Identity, { is: 'role-session' }>>): Identity => ({
  is: 'role-session',
  roleName: 'developer',
  sessionName: 'bob',
  accessKeyId: null,
  serviceLinked: false,
  invokedBy: null,
  ...more,
});

describe('a record leads to', () => {
  test.each<[string, Recorded, string]>([
    ['nothing more if the call gave a valid Owner', creation({ tags: owner('bob@ucsc.edu') }), 'compliant'],
    [
      'that also where it is not known what it created',
      creation({ tags: owner('shared'), arns: [] }),
      'compliant',
    ],
    ['a look at the tags without one', creation(), 'to-read'],
    ['a look with an invalid one', creation({ tags: owner('Bobbie') }), 'to-read'],
    ['a look if the record does not show the tags', creation({ tags: null }), 'to-read'],
    ['a count if it does not show what was created', creation({ arns: [] }), 'not-located'],
    ['nothing if it carries no tags', { is: 'untaggable', reason: 'a grant' }, 'ignored'],
    ['a count if it is not known', { is: 'unknown', eventSource: 'a', eventName: 'CreateB' }, 'unknown'],
    [
      'nothing if a service made it for itself',
      creation({ identity: { is: 'nobody', type: 'AWSService', invokedBy: 'dlm.amazonaws.com' } }),
      'ignored',
    ],
    [
      'nothing if a role did that only a service can assume',
      creation({ identity: session({ roleName: 'AWSServiceRoleForECS', serviceLinked: true }) }),
      'ignored',
    ],
    [
      'a look if a service made it for a person',
      creation({ identity: session({ invokedBy: 'cloudformation.amazonaws.com' }) }),
      'to-read',
    ],
    [
      'a look if nobody is known',
      creation({ identity: { is: 'nobody', type: 'Root', invokedBy: null } }),
      'to-read',
    ],
  ])('%s', (_, recorded, expected) => {
    expect(plan(recorded)).toBe(expected);
  });

  test('nothing in an account that is not listed, such as the gateway', () => {
    expect(planCreation(creation(), undefined, anOwnerTag())).toEqual({ is: 'ignored' });
  });
});

test.each([
  ['after the grace period', 10, at(0, 30), 570],
  ['after fifteen minutes, if that is less', 60, at(0), 900],
  ['at once, if the record is so late', 10, at(12), 0],
  ['after fifteen minutes at most, also where a clock is wrong', 10, at(-30), 900],
])('tags are read %s', (_, gracePeriodMinutes, now, expected) => {
  expect(delaySeconds(textAt(0), gracePeriodMinutes, now)).toBe(expected);
});
