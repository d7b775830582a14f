import { describe, expect, test } from '@jest/globals';
import type { Exemption } from '../../../../lambdas/domain/compliance/exemption.ts';
import type { Tag } from '../../../../lambdas/domain/instances.ts';
import type { Identity } from '../../../../lambdas/domain/record/identity.ts';
import { judgeResource, makerOf, type ReadTags } from '../../../../lambdas/domain/reminder/reminder.ts';
import { anOwnerTag } from '../../an-owner-tag.ts';
import { at } from '../../at.ts';

const by = (invokedBy: string | null): Identity => ({ is: 'iam-user', userName: 'bob', invokedBy });
const tag = (key: string, value = 'x'): Tag => ({ key, value });
const QUEUE = { resourceType: 'sqs', arns: ['arn:aws:sqs:us-west-2:422448306679:jobs'] };

describe('what made a resource is', () => {
  test.each<[string, readonly Tag[], string | null, object | null]>([
    ['nothing but its creator', [], null, null],
    ['nothing but its creator, in the console', [], 'signin.amazonaws.com', null],
    ['a stack', [tag('aws:cloudformation:stack-name', 'web')], null, { kind: 'stack', name: 'web' }],
    ['a stack whose name is not known', [], 'cloudformation.amazonaws.com', { kind: 'stack', name: '' }],
    [
      'a stack, whatever called',
      [tag('Name'), tag('aws:cloudformation:stack-name', 'web')],
      'cloudformation.amazonaws.com',
      { kind: 'stack', name: 'web' },
    ],
    ['a group', [tag('aws:autoscaling:groupName', 'web')], null, { kind: 'auto-scaling-group', name: 'web' }],
    ['a cluster', [tag('kubernetes.io/cluster/lab', 'owned')], null, { kind: 'cluster', name: 'lab' }],
    ['a cluster of EKS', [tag('eks:cluster-name', 'lab')], null, { kind: 'cluster', name: 'lab' }],
    [
      'an environment',
      [tag('elasticbeanstalk:environment-name', 'e')],
      null,
      { kind: 'environment', name: 'e' },
    ],
    ['a service', [], 'lambda.amazonaws.com', { kind: 'service', name: 'Lambda' }],
    ['a service without a name', [], 'fis.amazonaws.com', { kind: 'service', name: 'fis.amazonaws.com' }],
  ])('%s', (_, tags, invokedBy, expected) => {
    expect(makerOf({ identity: by(invokedBy), ...QUEUE }, tags)).toEqual(expected);
  });

  test('for a stack, the stack itself: it passes its tags on', () => {
    const arns = ['arn:aws:cloudformation:us-west-2:422448306679:stack/web/5b1c'];
    const stack = { identity: by(null), resourceType: 'cloudformation:stack', arns };
    expect(makerOf(stack, [])).toEqual({ kind: 'stack', name: 'web' });
  });
});

const NOT_TO_JUDGE: Exemption[] = [
  { reason: 'a test', until: '2026-12-31', tag: { key: 'Purpose', value: 'test' } },
  { reason: 'a robot', until: '2026-12-31', role: 'arn:aws:iam::422448306679:role/robot-*' },
  { reason: 'over', until: '2026-01-31', subAccount: '422448306679' },
  { reason: 'an image', until: '2026-12-31', ami: '' },
];
const judge = (read: ReadTags, exemptions = NOT_TO_JUDGE, identity: Identity = by(null)) =>
  judgeResource(
    read,
    { accountId: '422448306679', identity },
    { ownerTag: anOwnerTag(), exemptions },
    at(12),
  );
const tagged = (...tags: Tag[]): ReadTags => ({ is: 'tags', tags });

describe('a resource', () => {
  test.each<[string, ReadTags, object]>([
    ['with a valid Owner is compliant', tagged(tag('Owner', 'bob@ucsc.edu')), { is: 'compliant' }],
    ['that is gone needs nothing', { is: 'gone' }, { is: 'gone' }],
    ['without tags is told of', tagged(), { finding: { reason: 'owner-missing' } }],
    ['with an invalid one is told of', tagged(tag('Owner', 'Bobbie')), { finding: { is: 'invalid' } }],
    [
      'with a near miss is told of',
      tagged(tag('owner', 'bob@ucsc.edu')),
      { finding: { reason: 'near-miss', owner: 'bob@ucsc.edu' } },
    ],
    ['whose tags are not shown is told of as such', { is: 'unreadable' }, { finding: { is: 'unreadable' } }],
    ['that a tag exempts is exempt', tagged(tag('Purpose', 'test')), { is: 'exempt' }],
  ])('%s', (_, read, expected) => {
    expect(judge(read)).toMatchObject(expected);
  });

  test('that an exempt role created is exempt, also if its tags are not shown', () => {
    const robot: Identity = {
      is: 'role-session',
      roleName: 'robot-7',
      sessionName: null,
      accessKeyId: null,
      serviceLinked: false,
      invokedBy: null,
    };
    expect(judge({ is: 'unreadable' }, NOT_TO_JUDGE, robot)).toEqual({ is: 'exempt' });
  });
});
