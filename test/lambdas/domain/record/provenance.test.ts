import { describe, expect, test } from '@jest/globals';
import { creatorKey, provenanceOf } from '../../../../lambdas/domain/record/provenance.ts';

const STACK = 'arn:aws:cloudformation:us-west-2:422448306679:stack/web/1b2c3d4e';

const tagged = (tags: Readonly<Record<string, string>>, spotRequestId?: string) => ({
  tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  spotRequestId,
});

test('what only AWS can write is read, and nothing else', () => {
  const instance = tagged({
    'aws:cloud9:owner': 'AIDABOB',
    'aws:servicecatalog:provisioningPrincipalArn': 'arn:aws:iam::652235167018:user/bob@ucsc.edu',
    'aws:cloudformation:stack-id': STACK,
    'aws:autoscaling:groupName': 'workers',
    'cloud9:owner': 'AIDAALICE',
    Name: 'x',
  });
  expect(provenanceOf([instance])).toEqual({
    cloud9Owner: 'AIDABOB',
    provisionedBy: 'arn:aws:iam::652235167018:user/bob@ucsc.edu',
    stackId: STACK,
    groupName: 'workers',
  });
  expect(provenanceOf([tagged({ Name: 'x', 'aws:cloud9:owner': '' })])).toBeUndefined();
  expect(provenanceOf([])).toBeUndefined();
});

describe('the request that launched an instance', () => {
  test.each([
    ['is its fleet', { 'aws:ec2:fleet-id': 'fleet-1' }, 'fleet-1'],
    ['is its Spot Fleet', { 'aws:ec2spot:fleet-request-id': 'sfr-1' }, 'sfr-1'],
    ['is else its Spot request', {}, 'sir-1'],
  ])('%s', (_, tags, requestId) => {
    expect(provenanceOf([tagged(tags, 'sir-1')])).toEqual({ requestId });
  });
});

test('of several instances, only what they have in common counts', () => {
  const one = tagged({ 'aws:cloudformation:stack-id': STACK }, 'sir-1');
  const other = tagged({ 'aws:cloudformation:stack-id': STACK }, 'sir-2');
  expect(provenanceOf([one, other])).toEqual({ stackId: STACK });
  expect(provenanceOf([one, tagged({}, 'sir-2')])).toBeUndefined();
});

test('groups of one name in two Regions are two, and so are two launches of a stack', () => {
  const group = {
    of: 'group-creator',
    id: 'workers',
    accountId: '422448306679',
    region: 'us-west-2',
  } as const;
  const stack = { ...group, of: 'stack-creator', before: '2026-11-03T17:00:00Z' } as const;
  const all = [
    group,
    { ...group, region: 'us-east-1' },
    { ...group, accountId: '111122223333' },
    stack,
    { ...stack, before: '2026-11-03T18:00:00Z' },
  ];
  expect(new Set(all.map(creatorKey)).size).toBe(all.length);
});
