import { describe, expect, test } from '@jest/globals';
import { AWSES } from './awses.ts';
import { DRY, ENFORCED, ENFORCED_ELSEWHERE, variable } from './stacks.ts';

const ROLE = variable('check', 'READ_ROLE_NAME');
const OWNER = { key: 'Owner', value: 'zoe+50%=&?<1>@ucsc.edu' };

describe.each(AWSES)('the tags of Auto Scaling groups are read in $name', ({ open }) => {
  const aws = open();
  const read = ({ accountId, region }: typeof ENFORCED, name: string) =>
    aws.clients('check').readGroupTags(ROLE)(accountId, region, name);

  test('those of one group, including those that it does not propagate', async () => {
    const tags = [OWNER, { key: 'owner', value: 'bob@ucsc.edu' }, { key: 'empty', value: '' }];
    await aws.createGroup(ENFORCED, 'workers', tags);
    await aws.createGroup(ENFORCED, 'workers-2', [{ key: 'Owner', value: 'ann@ucsc.edu' }]);
    const found = await read(ENFORCED, 'workers');
    expect(found).toHaveLength(tags.length);
    expect(found).toEqual(expect.arrayContaining(tags));
  });

  test('more than a page', async () => {
    const tags = Array.from({ length: 45 }, (_, index) => ({ key: `key-${index}`, value: `${index}` }));
    await aws.createGroup(ENFORCED, 'many tags', tags);
    const found = (await read(ENFORCED, 'many tags')) ?? [];
    expect(new Map(found.map(({ key, value }) => [key, value]))).toEqual(
      new Map(tags.map(({ key, value }) => [key, value])),
    );
    expect(found).toHaveLength(tags.length);
  });

  test.each([
    ['account', DRY],
    ['Region', ENFORCED_ELSEWHERE],
  ])('not from another %s', async (what, elsewhere) => {
    const name = `in another ${what}`;
    await aws.createGroup(elsewhere, name, [OWNER]);
    expect(await read(elsewhere, name)).toEqual([OWNER]);
    expect(await read(ENFORCED, name)).toBeNull();
  });

  test('none for a group without tags, which differs from a group that does not exist', async () => {
    await aws.createGroup(ENFORCED, 'without tags', []);
    expect(await read(ENFORCED, 'without tags')).toEqual([]);
    expect(await read(ENFORCED, 'without tag')).toBeNull();
  });
});
