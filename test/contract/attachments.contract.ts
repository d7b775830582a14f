import { describe, expect, test } from '@jest/globals';
import { AWSES } from './awses.ts';
import { embeddedAws } from './embedded-aws.ts';
import { DRY, ENFORCED_ELSEWHERE, variable } from './stacks.ts';

const ROLE = variable('propagate', 'PROPAGATE_ROLE_NAME');
const OWNER = { key: 'Owner', value: 'zoë+50%=&?<1>@ucsc.edu' };
/** A Region in which no other contract launches hundreds. */
const HERE = ENFORCED_ELSEWHERE;
const { accountId, region } = HERE;

describe.each(AWSES)('what is attached to instances of $name', ({ open }) => {
  const aws = open();
  const { readAttachmentsIn, tagAttachments } = aws.ec2Clients('propagate');
  const reader = () => readAttachmentsIn(ROLE)(accountId, region);
  const tag = (ids: readonly string[]) => tagAttachments(ROLE)(accountId, region, ids, OWNER);
  /** One instance with two volumes. */
  const launched = async (place = HERE) => {
    const [instanceId = ''] = (await aws.launch({ place, volumes: [true, false] })).instanceIds;
    return instanceId;
  };

  test('is read by type, each with its instance and without tags', async () => {
    const instanceId = await launched();
    const other = await launched();
    const volumes = await (await reader()).attached([instanceId], ['volume']);
    expect(volumes).toHaveLength(2);
    for (const one of volumes) {
      expect(one).toEqual({
        resourceId: expect.stringMatching(/^vol-/),
        type: 'volume',
        instanceIds: [instanceId],
        managedByAws: false,
        tags: [],
      });
    }
    const interfaces = await (await reader()).attached([instanceId, other], ['network-interface']);
    expect(interfaces.map(({ type, instanceIds }) => [type, ...instanceIds]).sort()).toEqual(
      [instanceId, other].sort().map((id) => ['network-interface', id]),
    );
  });

  test('includes what is attached later, and nothing of another account', async () => {
    const instanceId = await launched();
    const volumeId = await aws.attachVolume(HERE, instanceId, [OWNER]);
    const found = await (await reader()).attached([instanceId], ['volume', 'network-interface']);
    expect(found).toHaveLength(4);
    expect(found.find(({ resourceId }) => resourceId === volumeId)?.tags).toEqual([OWNER]);
    expect(await (await reader()).attached([await launched(DRY)], ['volume'])).toEqual([]);
  });

  test('gets a tag by one call, which DescribeTags shows', async () => {
    const instanceId = await launched();
    const there = await reader();
    const found = await there.attached([instanceId], ['volume', 'network-interface']);
    const ids = found.map(({ resourceId }) => resourceId);
    expect(await tag(ids)).toBe('written');
    const tags = await there.tags(ids);
    expect(ids.map((id) => tags.get(id))).toEqual(ids.map(() => [OWNER]));
    const again = await there.attached([instanceId], ['volume', 'network-interface']);
    expect(again.map((one) => one.tags)).toEqual(ids.map(() => [OWNER]));
  });

  test('gets none if it does not exist', async () => {
    expect(await tag(['vol-0fffffffffffffff0'])).toBe('gone');
  });
});

// moto does not evaluate policies.
describe('in the embedded AWS', () => {
  const aws = embeddedAws();
  const { tagAttachments } = aws.ec2Clients('propagate');
  const bob = { key: 'Owner', value: 'bob@ucsc.edu' };

  test.each([
    ['with that Owner', [bob]],
    ['with one in another case', [{ key: 'OWNER', value: 'zoë@ucsc.edu' }]],
    ['with an empty one', [{ key: 'owner', value: '' }]],
  ])('IAM refuses to write over a volume %s', async (_, tags) => {
    const [instanceId = ''] = (await aws.launch({ place: HERE })).instanceIds;
    const volumeId = await aws.attachVolume(HERE, instanceId, tags);
    expect(await tagAttachments(ROLE)(accountId, region, [volumeId], bob)).toBe('refused');
  });

  test('IAM refuses any write in dry-run, and any tag but a valid Owner', async () => {
    const [there = ''] = (await aws.launch({ place: DRY })).instanceIds;
    const dry = await aws.attachVolume(DRY, there, []);
    expect(await tagAttachments(ROLE)(DRY.accountId, DRY.region, [dry], bob)).toBe('refused');
    const [here = ''] = (await aws.launch({ place: HERE })).instanceIds;
    const volumeId = await aws.attachVolume(HERE, here, []);
    for (const tag of [
      { key: 'Owner', value: 'mallory' },
      { key: 'owner', value: bob.value },
    ]) {
      expect(await tagAttachments(ROLE)(accountId, region, [volumeId], tag)).toBe('refused');
    }
  });
});
