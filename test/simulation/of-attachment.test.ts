import { describe, expect, test } from '@jest/globals';
import { ofPropagation, ownedLate, unowned } from './invariants/of-attachment.ts';
import type { AttachmentHistory, InstanceHistory, Observations } from './observed/seen.ts';
import { SANDBOX, TREEHOUSE } from './settings.ts';
import { anInjection, anInstanceHistory, minute, someObservations, tagged } from './some-observations.ts';

const ANN = { Owner: 'ann@ucsc.edu' };

/** A volume that was attached to `i-0a` when it was launched. */
const aVolume = (overrides: Partial<AttachmentHistory> = {}): AttachmentHistory => ({
  resourceId: 'vol-0a',
  accountId: TREEHOUSE,
  attached: [{ at: minute(0), instanceId: 'i-0a' }],
  tags: [tagged(0, {})],
  ...overrides,
});

const owned = (overrides: Partial<InstanceHistory> = {}): InstanceHistory =>
  anInstanceHistory({ tags: [tagged(0, ANN)], ...overrides });

const seen = (
  volume: AttachmentHistory,
  instance = owned(),
  overrides: Partial<Observations> = {},
): Observations =>
  someObservations([instance], { attachments: new Map([[volume.resourceId, volume]]), ...overrides });

describe('an Owner that the service writes on a volume', () => {
  const written = (
    before: Readonly<Record<string, string>>,
    owner = 'ann@ucsc.edu',
    instance = owned(),
    accountId = TREEHOUSE,
  ): string[] => {
    const tags = [tagged(0, before), tagged(2, { ...before, Owner: owner }, 'service')];
    const volume = aVolume({ tags, accountId });
    return ofPropagation(volume, minute(2), seen(volume, instance)).map(({ invariant }) => invariant);
  };

  test('is that of its instance, now or before', () => {
    expect(written({ Name: 'scratch' })).toEqual([]);
    expect(written({}, 'ann@ucsc.edu', owned({ tags: [tagged(0, ANN), tagged(1, {})] }))).toEqual([]);
    expect(written({}, 'bob@ucsc.edu')).toEqual(['attached-owned']);
    expect(written({}, 'Bobbie', owned({ tags: [tagged(0, { Owner: 'Bobbie' })] }))).toEqual([
      'attached-owned',
    ]);
  });

  test.each([{ Owner: 'bob@ucsc.edu' }, { owner: 'ann@ucsc.edu' }, { ' OWNER': '' }])(
    'never replaces %j',
    (tags) => {
      expect(written(tags)).toEqual(['overwritten']);
    },
  );

  test('is not written in dry-run, nor for an exempt instance', () => {
    expect(written({}, 'ann@ucsc.edu', owned(), SANDBOX)).toEqual(['attached-owned']);
    expect(written({}, 'ann@ucsc.edu', owned({ isManaged: true }))).toEqual(['attached-owned']);
  });
});

describe('a volume without an Owner at the end', () => {
  const found = (volume: AttachmentHistory, instance = owned()): number =>
    unowned(seen(volume, instance), minute(60)).length;

  test('is wrong if its instance has had one for half an hour', () => {
    expect(found(aVolume())).toBe(1);
    expect(found(aVolume({ tags: [tagged(0, { owner: 'x' })] }))).toBe(0);
    expect(found(aVolume({ attached: [{ at: minute(40), instanceId: 'i-0a' }] }))).toBe(0);
    expect(found(aVolume(), owned({ tags: [tagged(0, {}), tagged(45, ANN)] }))).toBe(0);
  });

  test('is right if its instance has none, ended, is exempt, or is in dry-run', () => {
    expect(found(aVolume(), owned({ tags: [tagged(0, {})] }))).toBe(0);
    expect(found(aVolume(), owned({ ended: { at: minute(3), by: 'people' } }))).toBe(0);
    expect(found(aVolume(), owned({ isManaged: true }))).toBe(0);
    expect(found(aVolume(), owned({ accountId: SANDBOX }))).toBe(0);
  });
});

describe('a volume that got its Owner late', () => {
  const late = (at: number, overrides: Partial<Observations> = {}): number =>
    ownedLate(seen(aVolume({ tags: [tagged(0, {}), tagged(at, ANN, 'service')] }), owned(), overrides))
      .length;

  test('is wrong after three minutes, unless something went wrong', () => {
    expect(late(3)).toBe(0);
    expect(late(4)).toBe(1);
    expect(late(4, { injections: [anInjection(2)] })).toBe(0);
    expect(late(4, { injections: [anInjection(9)] })).toBe(1);
  });
});

test('a near miss that was read, and is corrected, is another rule’s concern', () => {
  const near = { owner: 'bob@ucsc.edu' };
  const tags = [tagged(0, near), tagged(9, { ...near, Owner: 'bob@ucsc.edu' }, 'service')];
  const volume = aVolume({ tags });
  const of = (reads: readonly { at: number; tags: ReturnType<typeof tagged>['tags'] }[]) => {
    const arn = `arn:aws:ec2:us-west-2:${TREEHOUSE}:volume/vol-0a`;
    const place = { accountId: TREEHOUSE, region: 'us-west-2' };
    const resource = { arn, resourceType: 'ec2:volume', ...place, created: [], tags: [], reads: [...reads] };
    const observed = seen(volume, owned(), { resources: new Map([[arn, resource]]) });
    return [...ofPropagation(volume, minute(9), observed), ...ownedLate(observed)];
  };
  expect(of([{ at: minute(8), tags: tagged(8, near).tags }])).toEqual([]);
  expect(of([]).map(({ invariant }) => invariant)).toEqual(['overwritten', 'attached-owned']);
});
