import { describe, expect, test } from '@jest/globals';
import { WriteRefused } from '../../lambdas/domain/grace-period/errors.ts';
import { AWSES } from './awses.ts';
import { embeddedAws } from './embedded-aws.ts';
import { DRY, ENFORCED, variable } from './stacks.ts';

const REPAIR_ROLE = variable('repair', 'REPAIR_ROLE_NAME');
const READ_ROLE = variable('check', 'READ_ROLE_NAME');
const NOT_FOUND = { name: 'InvalidInstanceID.NotFound' };
const OWNER = { key: 'Owner', value: 'zoë+50%=&?<1>@ucsc.edu' };

const order = (instanceIds: readonly string[], over: readonly string[] = []) => ({
  instanceIds,
  tag: OWNER,
  over,
});

describe.each(AWSES)('instances are tagged in $name', ({ open }) => {
  const aws = open();
  const { accountId, region } = ENFORCED;
  const tag = aws.ec2Clients('repair').tagInstances(REPAIR_ROLE);
  const tagsOf = async (instanceId: string) => {
    const reader = await aws.ec2Clients('check').readInstancesIn(READ_ROLE)(accountId, region);
    return (await reader.tags([instanceId])).get(instanceId) ?? [];
  };

  test('each that is named, and no other', async () => {
    const [first = '', second = '', third = ''] = (await aws.launch({ place: ENFORCED, count: 3 }))
      .instanceIds;
    await tag(accountId, region, order([first, second]));
    expect(await Promise.all([first, second, third].map(tagsOf))).toEqual([[OWNER], [OWNER], []]);
  });

  test('replacing an empty value, and keeping all other tags, including keys in another case', async () => {
    const others = [
      { key: 'Name', value: 'job' },
      { key: 'owner', value: 'zoë@ucsc.edu' },
    ];
    const tags = [...others, { key: 'Owner', value: '' }];
    const [instanceId = ''] = (await aws.launch({ place: ENFORCED, tags })).instanceIds;
    await tag(accountId, region, order([instanceId], ['', 'zoë@ucsc.edu']));
    const after = await tagsOf(instanceId);
    expect(after).toHaveLength(3);
    expect(after).toEqual(expect.arrayContaining([...others, OWNER]));
  });

  test('none of them if one does not exist', async () => {
    const [instanceId = ''] = (await aws.launch({ place: ENFORCED })).instanceIds;
    await expect(tag(accountId, region, order([instanceId, 'i-0fffffffffffffff0']))).rejects.toMatchObject(
      NOT_FOUND,
    );
    expect(await tagsOf(instanceId)).toEqual([]);
  });

  test('but none of another account', async () => {
    const { instanceIds } = await aws.launch({ place: DRY });
    await expect(tag(accountId, region, order(instanceIds))).rejects.toMatchObject(NOT_FOUND);
  });
});

// moto does not evaluate policies.
describe('an Owner that the check did not read, in the embedded AWS,', () => {
  const aws = embeddedAws();
  const { accountId, region } = ENFORCED;
  const tag = aws.ec2Clients('repair').tagInstances(REPAIR_ROLE);
  const bob = { key: 'Owner', value: 'bob@ucsc.edu' };
  const near = { key: 'owner', value: 'zoë@ucsc.edu' };

  test.each([
    ['where there was none', [bob], []],
    ['beside a near miss', [near, bob], [near.value]],
  ])('is not written over %s, nor is anything on the others', async (_, tags, over) => {
    const [owned = ''] = (await aws.launch({ place: ENFORCED, tags })).instanceIds;
    const [other = ''] = (await aws.launch({ place: ENFORCED })).instanceIds;
    await expect(tag(accountId, region, order([other, owned], over))).rejects.toBeInstanceOf(WriteRefused);
    const reader = await aws.ec2Clients('check').readInstancesIn(READ_ROLE)(accountId, region);
    expect(Object.fromEntries(await reader.tags([owned, other]))).toEqual({ [owned]: tags });
  });

  test('is overwritten if the check read it', async () => {
    const [owned = ''] = (await aws.launch({ place: ENFORCED, tags: [bob] })).instanceIds;
    await expect(tag(accountId, region, order([owned], [bob.value]))).resolves.toBeUndefined();
  });
});
