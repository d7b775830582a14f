import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { ReportRule } from '../../../../lambdas/domain/report/judge.ts';
import {
  type Described,
  type Listed,
  mergeSources,
  type Sources,
} from '../../../../lambdas/domain/report/merge.ts';

const PLACE = { accountId: '422448306679', region: 'us-west-2' };
const RULE: ReportRule = {
  ownerTag: { key: 'Owner', patterns: ['?*@ucsc.edu'], onInvalidValue: 'report' },
  exemptions: [],
  users: null,
};
const NOW = new Date('2026-11-02T15:00:00Z');

const none: Sources = {
  explored: [],
  tagged: [],
  ec2Tags: new Map(),
  described: [],
  describedTypes: new Set(),
  unread: null,
};
const merge = (sources: Partial<Sources>, place = PLACE) =>
  mergeSources(place, { ...none, ...sources }, RULE, NOW);

const owner = (value: string) => [{ key: 'Owner', value }];
const queue = (name: string, tags: Listed['tags'] = []): Listed => ({
  arn: `arn:aws:sqs:us-west-2:422448306679:${name}`,
  tags,
});
const ec2 = (type: string, id: string, overrides: Partial<Described> = {}): Described => ({
  type,
  id,
  isAwsOwn: false,
  idle: null,
  imageId: null,
  ...overrides,
});
const arnOf = (type: string, id: string): string => `arn:aws:ec2:us-west-2:422448306679:${type}/${id}`;

test('a resource has its type, its name, its tags, and whose it is', () => {
  const tags = [{ key: 'Name', value: 'Jobs' }, ...owner('ann@ucsc.edu')];
  expect(merge({ explored: [queue('jobs', tags)] })).toEqual([
    {
      arn: 'arn:aws:sqs:us-west-2:422448306679:jobs',
      ...PLACE,
      resourceType: 'sqs',
      name: 'Jobs',
      tags,
      ownership: { is: 'owned', owner: 'ann@ucsc.edu' },
      idle: null,
    },
  ]);
});

describe('tags', () => {
  test('of the tagging API count where Resource Explorer shows older ones', () => {
    const [one] = merge({
      explored: [queue('a', owner('old@ucsc.edu'))],
      tagged: [queue('a', owner('new@ucsc.edu'))],
    });
    expect(one?.ownership).toEqual({ is: 'owned', owner: 'new@ucsc.edu' });
  });

  test('that somebody removed are gone, although Resource Explorer shows them still', () => {
    const [one] = merge({ explored: [queue('a', owner('old@ucsc.edu'))], tagged: [queue('a')] });
    expect(one?.ownership).toEqual({ is: 'unowned' });
  });

  test('of EC2 are those of DescribeTags', () => {
    const arn = arnOf('volume', 'vol-1');
    const [one] = merge({
      explored: [{ arn, tags: owner('old@ucsc.edu') }],
      ec2Tags: new Map([['vol-1', owner('ann@ucsc.edu')]]),
    });
    expect(one?.ownership).toEqual({ is: 'owned', owner: 'ann@ucsc.edu' });
  });

  test('that could not be read say nothing of the owner', () => {
    const role = { arn: 'arn:aws:iam::422448306679:role/x', tags: [] };
    const unread = { types: new Set(['iam:role']), reason: 'IAM refused' };
    const global = { ...PLACE, region: 'global' };
    expect(merge({ explored: [{ ...role, region: 'global' }], unread }, global)[0]?.ownership).toEqual({
      is: 'unread',
      reason: 'IAM refused',
    });
  });
});

describe('of EC2', () => {
  test('what is described and in no list is there: it may be new', () => {
    const [one] = merge({ described: [ec2('volume', 'vol-1', { idle: { is: 'unattached' } })] });
    expect(one).toMatchObject({ arn: arnOf('volume', 'vol-1'), idle: { is: 'unattached' } });
  });

  test('what a list shows and EC2 does not describe is gone; of other types it is there', () => {
    const lists = ['instance', 'ipam'].map((type) => ({
      arn: arnOf(type, 'x'),
      tags: owner('ann@ucsc.edu'),
    }));
    const found = merge({ explored: lists, describedTypes: new Set(['instance']) });
    expect(found.map(({ arn }) => arn)).toEqual([arnOf('ipam', 'x')]);
  });

  test("what is AWS's own is left out, unless somebody gave it an Owner", () => {
    const described = ['vpc-1', 'vpc-2'].map((id) => ec2('vpc', id, { isAwsOwn: true }));
    const found = merge({ described, ec2Tags: new Map([['vpc-2', owner('ann@ucsc.edu')]]) });
    expect(found.map(({ arn }) => arn)).toEqual([arnOf('vpc', 'vpc-2')]);
  });
});

describe('a resource is counted in one place', () => {
  test('none of another account or Region, such as a shared image, a policy of AWS, or a role', () => {
    const arns = [
      'arn:aws:ec2:us-west-2:111122223333:image/ami-1',
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
      'arn:aws:iam::422448306679:role/x',
      'arn:aws:sqs:eu-west-1:422448306679:x',
      'not an ARN',
    ];
    expect(merge({ explored: arns.map((arn) => ({ arn, tags: [] })) })).toEqual([]);
  });

  test('what has no Region is in the place for that; a bucket is where it is listed', () => {
    const arns = ['arn:aws:iam::422448306679:role/x', 'arn:aws:s3:::reads'];
    const listed = arns.map((arn) => ({ arn, tags: [] }));
    const [role] = listed;
    expect(merge({ tagged: role ? [role] : [] }, { ...PLACE, region: 'global' })).toHaveLength(1);
    expect(merge({ tagged: listed }).map(({ arn }) => arn)).toEqual([arns[1]]);
  });

  test('in that where Resource Explorer says that it is', () => {
    const arn = 'arn:aws:something::422448306679:thing/x';
    const explored = [{ arn, tags: [], region: 'us-west-2' }];
    expect(merge({ explored })).toHaveLength(1);
    expect(merge({ explored, tagged: [{ arn, tags: owner('ann@ucsc.edu') }] })).toMatchObject([
      { region: 'us-west-2', ownership: { is: 'owned' } },
    ]);
  });
});

test('nothing is lost and nothing is twice, whichever sources list it, in any order', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 30 });
  fc.assert(
    fc.property(names, names, fc.infiniteStream(fc.boolean()), (explored, tagged, picks) => {
      const lists = {
        explored: explored.map((name) => queue(name)),
        tagged: tagged.map((name) => queue(name, owner('ann@ucsc.edu'))),
      };
      const found = merge(lists);
      const all = [...new Set([...explored, ...tagged])].map((name) => queue(name).arn);
      expect(found.map(({ arn }) => arn)).toEqual(all.sort());
      expect(found.filter(({ ownership }) => ownership.is === 'owned')).toHaveLength(tagged.length);
      const turned = [...lists.explored].sort(() => (picks.next().value ? 1 : -1));
      expect(merge({ ...lists, explored: turned })).toEqual(found);
    }),
  );
});
