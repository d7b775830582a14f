import { describe, expect, test } from '@jest/globals';
import { type TagChange, TagSets } from '../../../local/aws/tag-sets.ts';

const OWNER = { key: 'Owner', value: 'ann' };
const NAME = { key: 'Name', value: 'x' };

const changesOf = (act: (sets: TagSets) => void): TagChange[] => {
  const changes: TagChange[] = [];
  act(new TagSets((change) => changes.push(change)));
  return changes;
};

describe('a change of tags is reported', () => {
  test('once for each call, with the changed keys, all the tags, and the number of changes so far', () => {
    const changes = changesOf((sets) => {
      sets.create(['i-1'], [OWNER, NAME]);
      sets.create(['i-1'], [OWNER, { key: 'Name', value: 'y' }]);
      sets.delete(['i-1'], [{ key: 'Owner' }, { key: 'Other' }]);
    });
    expect(changes).toEqual([
      { resourceId: 'i-1', changedKeys: ['Owner', 'Name'], tags: [OWNER, NAME], version: 1 },
      { resourceId: 'i-1', changedKeys: ['Name'], tags: [OWNER, { key: 'Name', value: 'y' }], version: 2 },
      { resourceId: 'i-1', changedKeys: ['Owner'], tags: [{ key: 'Name', value: 'y' }], version: 3 },
    ]);
  });

  test('for each resource of a call', () => {
    const changes = changesOf((sets) => sets.create(['i-1', 'i-2'], [OWNER]));
    expect(changes.map(({ resourceId }) => resourceId)).toEqual(['i-1', 'i-2']);
  });

  test.each<[string, (sets: TagSets) => void]>([
    ['the same tags again', (sets) => sets.create(['i-1'], [OWNER])],
    ['no tags', (sets) => sets.create(['i-1'], [])],
    ['a key that is not there, taken away', (sets) => sets.delete(['i-1'], [{ key: 'Other' }])],
    ['another value, taken away', (sets) => sets.delete(['i-1'], [{ key: 'Owner', value: 'bob' }])],
    ['of what nobody knows', (sets) => sets.delete(['i-9'], [])],
  ])('not of %s', (_name, act) => {
    const changes = changesOf((sets) => {
      sets.create(['i-1'], [OWNER]);
      act(sets);
    });
    expect(changes).toHaveLength(1);
  });
});
