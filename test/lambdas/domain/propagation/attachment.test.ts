import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Exemption } from '../../../../lambdas/domain/compliance/exemption.ts';
import { type Attachment, planPropagation } from '../../../../lambdas/domain/propagation/attachment.ts';
import { anAttachment } from '../../an-attachment.ts';
import { anInstance } from '../../an-instance.ts';
import { anOwnerTag } from '../../an-owner-tag.ts';
import { at } from '../../at.ts';

const ACCOUNT = '422448306679';
const ownerTag = anOwnerTag();
const terms = { reason: 'a grant', until: '2026-12-31' };

const bobs = anInstance('i-1', { Owner: 'bob@ucsc.edu', Purpose: 'login' });
const amys = anInstance('i-2', { Owner: 'amy@ucsc.edu' });

/** What gets which Owner: by resource id. */
const planned = (
  attachments: readonly Attachment[],
  instances = [bobs, amys],
  exemptions: readonly Exemption[] = [],
) =>
  Object.fromEntries(
    planPropagation(ACCOUNT, instances, attachments, { ownerTag, exemptions }, at(2)).flatMap((one) =>
      one.attachments.map(({ resourceId }) => [resourceId, one.owner]),
    ),
  );

test('what is attached to an instance with a valid Owner gets the same', () => {
  const attachments = [
    anAttachment('vol-1', 'i-1'),
    anAttachment('vol-2', 'i-2', { Name: 'scratch' }),
    anAttachment('eni-1', 'i-1'),
  ];
  expect(planned(attachments)).toEqual({
    'vol-1': 'bob@ucsc.edu',
    'eni-1': 'bob@ucsc.edu',
    'vol-2': 'amy@ucsc.edu',
  });
});

describe('an Owner is never overwritten', () => {
  test.each(['Owner', 'owner', 'OWNER', ' Owner', 'oWner '])('whether its key is %j', (key) => {
    expect(planned([anAttachment('vol-1', 'i-1', { [key]: 'amy@ucsc.edu' })])).toEqual({});
    expect(planned([anAttachment('vol-1', 'i-1', { [key]: '' })])).toEqual({});
  });

  test('whatever the other tags are', () => {
    const key = fc.constantFrom('Owner', 'owner', 'OWNER\t', ' owner', 'Owners', 'Name', 'team');
    const property = fc.property(fc.dictionary(key, fc.string()), (tags) => {
      const hasOwner = Object.keys(tags).some((one) => one.trim().toLowerCase() === 'owner');
      expect(Object.keys(planned([anAttachment('vol-1', 'i-1', tags)]))).toEqual(hasOwner ? [] : ['vol-1']);
    });
    expect(() => fc.assert(property)).not.toThrow();
  });
});

test.each([
  ['without an Owner', anInstance('i-1')],
  ['with an invalid Owner', anInstance('i-1', { Owner: 'bob' })],
  ['with a near miss', anInstance('i-1', { owner: 'bob@ucsc.edu' })],
  ['that is ending', { ...bobs, state: 'shutting-down' as const }],
  ['that AWS manages', { ...bobs, managedByAws: true }],
])('what is attached to an instance %s gets none', (_, instance) => {
  expect(planned([anAttachment('vol-1', 'i-1')], [instance])).toEqual({});
});

test('what AWS manages is left alone', () => {
  const managedByAws = true;
  expect(planned([anAttachment('eni-1', 'i-1', {}, { managedByAws }), anAttachment('vol-1', 'i-1')])).toEqual(
    {
      'vol-1': 'bob@ucsc.edu',
    },
  );
});

describe('what is attached to an exempt instance is left alone', () => {
  test.each<[string, Exemption]>([
    ['a tag', { tag: { key: 'Purpose', value: 'login' }, ...terms }],
    ['an AMI', { ami: bobs.imageId, ...terms }],
    ['a sub-account', { subAccount: ACCOUNT, ...terms }],
  ])('by %s', (_, exemption) => {
    expect(planned([anAttachment('vol-1', 'i-1')], [bobs], [exemption])).toEqual({});
  });

  test('but not once the exemption has ended, nor for a role, which only the record of a launch shows', () => {
    const ended = { tag: { key: 'Purpose' }, reason: 'a grant', until: '2026-01-01' };
    const ofRole = { role: `arn:aws:iam::${ACCOUNT}:role/*`, ...terms };
    expect(planned([anAttachment('vol-1', 'i-1')], [bobs], [ended, ofRole])).toEqual({
      'vol-1': 'bob@ucsc.edu',
    });
  });
});

describe('a volume that is attached to several instances', () => {
  const shared = (...instanceIds: string[]) => [anAttachment('vol-1', 'i-1', {}, { instanceIds })];

  test('gets their Owner if it is the same', () => {
    const another = anInstance('i-3', { Owner: 'bob@ucsc.edu' });
    expect(planned(shared('i-1', 'i-3'), [bobs, another])).toEqual({ 'vol-1': 'bob@ucsc.edu' });
  });

  test('gets none if they differ, or one is exempt', () => {
    expect(planned(shared('i-1', 'i-2'))).toEqual({});
    expect(planned(shared('i-2', 'i-1'), [bobs, amys], [{ tag: { key: 'Purpose' }, ...terms }])).toEqual({});
  });
});
