import { describe, expect, test } from '@jest/globals';
import { AWSES } from './awses.ts';
import { DRY, ENFORCED, variable } from './stacks.ts';

const REPAIR_ROLE = variable('repair', 'REPAIR_ROLE_NAME');
const READ_ROLE = variable('check', 'READ_ROLE_NAME');
const NOT_FOUND = { name: 'InvalidInstanceID.NotFound' };
const OWNER = { key: 'Owner', value: 'zoë+50%=&?<1>@ucsc.edu' };

describe.each(AWSES)('instances are tagged in $name', ({ open }) => {
  const aws = open();
  const { accountId, region } = ENFORCED;
  const tag = aws.ec2Clients('repair').tagInstances(REPAIR_ROLE);
  const tagsOf = async (instanceId: string) => {
    const reader = await aws.ec2Clients('check').readInstancesIn(READ_ROLE)(accountId, region);
    return (await reader.tags([instanceId])).get(instanceId) ?? [];
  };

  test('each of those named, and no other', async () => {
    const [first = '', second = '', third = ''] = (await aws.launch({ place: ENFORCED, count: 3 }))
      .instanceIds;
    await tag(accountId, region, [first, second], OWNER);
    expect(await Promise.all([first, second, third].map(tagsOf))).toEqual([[OWNER], [OWNER], []]);
  });

  test('over an empty value, beside the other tags, keys of another case among them', async () => {
    const others = [
      { key: 'Name', value: 'job' },
      { key: 'owner', value: 'zoë@ucsc.edu' },
    ];
    const tags = [...others, { key: 'Owner', value: '' }];
    const [instanceId = ''] = (await aws.launch({ place: ENFORCED, tags })).instanceIds;
    await tag(accountId, region, [instanceId], OWNER);
    const after = await tagsOf(instanceId);
    expect(after).toHaveLength(3);
    expect(after).toEqual(expect.arrayContaining([...others, OWNER]));
  });

  test('none of them, where one does not exist', async () => {
    const [instanceId = ''] = (await aws.launch({ place: ENFORCED })).instanceIds;
    await expect(tag(accountId, region, [instanceId, 'i-0fffffffffffffff0'], OWNER)).rejects.toMatchObject(
      NOT_FOUND,
    );
    expect(await tagsOf(instanceId)).toEqual([]);
  });

  test('none of another account', async () => {
    const { instanceIds } = await aws.launch({ place: DRY });
    await expect(tag(accountId, region, instanceIds, OWNER)).rejects.toMatchObject(NOT_FOUND);
  });
});
