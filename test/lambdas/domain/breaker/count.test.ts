import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  countGracePeriods,
  type GracePeriodsToCount,
  isTooMany,
  markSettled,
  standingOf,
} from '../../../../lambdas/domain/breaker/count.ts';
import {
  type BreakerRecord,
  decide,
  groupAt,
  isHolding,
  membersOf,
  NOTHING_COUNTED,
} from '../../../../lambdas/domain/breaker/record.ts';
import { gracePeriodsToCount } from '../../a-breaker.ts';
import { at, textAt } from '../../at.ts';
import { instanceIds } from '../../instance-ids.ts';

/** Counts beginnings one after the other, each in its own minute. */
const counting = (
  beginnings: readonly GracePeriodsToCount[],
  record: BreakerRecord = NOTHING_COUNTED,
  now: Date = at(59),
): BreakerRecord => beginnings.reduce((before, one) => countGracePeriods(before, one, now).record, record);

const each = (
  ids: readonly string[],
  minute = 0,
  more: Partial<GracePeriodsToCount> = {},
): GracePeriodsToCount[] =>
  ids.map((id, index) => gracePeriodsToCount([id], { at: textAt(minute, index), ...more }));

describe('too many', () => {
  test.each([
    [0, 0, false],
    [0, 100, false],
    // A fifth of a hundred is twenty: the number decides.
    [10, 100, false],
    [11, 100, true],
    [200, 10_000, true],
    // Of twenty, four are a fifth.
    [4, 20, false],
    [5, 20, true],
    // So few are believed of any account.
    [1, 1, false],
    [3, 3, false],
    [4, 4, true],
    // Where nobody has counted the account yet, the number alone decides.
    [10, null, false],
    [11, null, true],
  ])('%d of %s: %s', (counted, instances, expected) => {
    expect(isTooMany(counted, instances, 10)).toBe(expected);
  });

  test('the limit is the configured number', () => {
    expect(isTooMany(2, 100, 1)).toBe(true);
    expect(isTooMany(19, 100, 50)).toBe(false);
  });
});

describe('a breaker group', () => {
  test('holds all of too many within ten minutes, with those counted before', () => {
    const { groups, counted } = counting(each(instanceIds(11)));
    expect(groups).toMatchObject([
      {
        id: '422448306679-untagged-1793725200',
        cause: 'untagged',
        mode: 'enforce',
        began: textAt(0),
        from: textAt(-10, 10),
        until: textAt(10),
        decision: null,
      },
    ]);
    expect(groups[0]?.first.map(({ instanceId }) => instanceId)).toEqual(instanceIds(10));
    expect(counted).toEqual([]);
  });

  test('does not form from grace periods that begin more than ten minutes apart', () => {
    const slow = instanceIds(11).map((id, index) => gracePeriodsToCount([id], { at: textAt(index) }));
    expect(counting(slow).groups).toEqual([]);
  });

  test('forms from the same burst at any time of the hour', () => {
    for (let minute = 0; minute < 20; minute += 1) {
      expect(counting(each(instanceIds(11), minute)).groups).toHaveLength(1);
    }
  });

  test('has one cause: what a sweep finds does not count with what a script untags', () => {
    const ids = instanceIds(12);
    const both = [...each(ids.slice(0, 6)), ...each(ids.slice(6), 0, { cause: 'sweep' })];
    expect(counting(both).groups).toEqual([]);
  });

  test('belongs to one account, like its record', () => {
    const record = { ...NOTHING_COUNTED, instances: 20 };
    expect(counting(each(instanceIds(4)), record).groups).toEqual([]);
    expect(counting(each(instanceIds(5)), record).groups).toHaveLength(1);
  });

  test('takes in grace periods that begin within its ten minutes, and none later', () => {
    const record = counting(each(instanceIds(11)));
    const late = countGracePeriods(record, gracePeriodsToCount(['i-late'], { at: textAt(9, 59) }), at(59));
    expect(late.group?.id).toBe('422448306679-untagged-1793725200');
    expect(late.record).toBe(record);
    const later = countGracePeriods(record, gracePeriodsToCount(['i-later'], { at: textAt(10) }), at(59));
    expect(later.group).toBeUndefined();
    expect(later.record.counted).toMatchObject([{ instanceId: 'i-later' }]);
  });

  test('leaves the instances of the call that formed it to be saved with those that join', () => {
    const { group } = countGracePeriods(
      counting(each(instanceIds(10))),
      gracePeriodsToCount(['i-a', 'i-b'], { at: textAt(1) }),
      at(1),
    );
    expect(group?.first.map(({ instanceId }) => instanceId)).toEqual(instanceIds(10));
  });

  test('has no first instances if one call formed it, as in a sweep', () => {
    const { group } = countGracePeriods(
      NOTHING_COUNTED,
      gracePeriodsToCount(instanceIds(200), { cause: 'sweep' }),
      at(0),
    );
    expect(group).toMatchObject({ cause: 'sweep', first: [] });
  });
});

test('counting the same instances again changes neither the number nor the record', () => {
  const record = counting(each(instanceIds(10)));
  const again = countGracePeriods(record, gracePeriodsToCount(instanceIds(1), { at: textAt(0) }), at(59));
  expect(counting(each(instanceIds(10)), record)).toBe(record);
  expect(again.group).toBeUndefined();
});

describe('an instance that is settled before a group forms', () => {
  const ids = instanceIds(10);
  const [first = '', ...others] = ids;
  const ten = counting(each(ids));
  const settled = markSettled(ten, [first, 'i-none'], textAt(0));
  const group = (record: BreakerRecord) =>
    countGracePeriods(record, gracePeriodsToCount(['i-late'], { at: textAt(1) }), at(12)).group?.first.map(
      ({ instanceId }) => instanceId,
    );

  test('counts, and is not held', () => {
    expect(group(settled)).toEqual(others);
  });

  test('is held if it loses its Owner again, but not if the same event comes twice', () => {
    const again = (minute: number) =>
      group(countGracePeriods(settled, gracePeriodsToCount([first], { at: textAt(minute) }), at(11)).record);
    expect(again(2)?.sort()).toEqual(ids);
    expect(again(0)).toEqual(others);
  });

  test('is not held if an event from before the check comes late', () => {
    const looked = markSettled(ten, [first], textAt(3));
    const { record } = countGracePeriods(looked, gracePeriodsToCount([first], { at: textAt(2) }), at(11));
    expect(record).toBe(looked);
    expect(group(record)).toEqual(others);
  });

  test('is settled for every cause for which it was counted until the check, and for none counted later', () => {
    const twice = countGracePeriods(
      ten,
      gracePeriodsToCount([first], { cause: 'sweep', at: textAt(1) }),
      at(1),
    ).record;
    const settledOf = (record: BreakerRecord) =>
      record.counted.flatMap(({ cause, settledAt }) => (settledAt ? cause : []));
    expect(settledOf(markSettled(twice, [first], textAt(1)))).toEqual(['untagged', 'sweep']);
    expect(settledOf(markSettled(twice, [first], textAt(0)))).toEqual(['untagged']);
    expect(markSettled(ten, ['i-none'], textAt(0))).toBe(ten);
  });
});

test('an instance is forgotten more than an hour after it was counted', () => {
  const record = counting(each(['i-1']), NOTHING_COUNTED, at(1));
  const { counted } = counting([gracePeriodsToCount(['i-2'], { at: textAt(61) })], record, at(61));
  expect(counted.map(({ instanceId }) => instanceId)).toEqual(['i-2']);
});

/** Instances of one account that lose their Owner, within forty minutes, and in whatever order that is heard. */
const someBeginnings = fc
  .uniqueArray(fc.record({ id: fc.nat(500), second: fc.nat(2399) }), {
    selector: ({ id }) => id,
    minLength: 1,
    maxLength: 60,
    // As many as sixty, and not a handful: more than ten within ten minutes are held.
    size: 'max',
  })
  .map((all) => all.map(({ id, second }) => gracePeriodsToCount([`i-${id}`], { at: textAt(0, second) })));

const isHeldIn = (record: BreakerRecord, one: GracePeriodsToCount): boolean =>
  groupAt(record, 'untagged', one.at) !== undefined;

test('property: in any ten minutes, no more grace periods than the limit begin that no group holds', () => {
  fc.assert(
    fc.property(someBeginnings, (beginnings) => {
      const record = counting(beginnings);
      const free = beginnings.filter((one) => !isHeldIn(record, one)).map((one) => Date.parse(one.at));
      for (const from of free) {
        expect(free.filter((time) => from <= time && time < from + 600_000).length).toBeLessThanOrEqual(10);
      }
    }),
  );
});

test('property: what is held was one of too many within ten minutes, or begins within ten minutes of those', () => {
  let held = 0;
  fc.assert(
    fc.property(someBeginnings, (beginnings) => {
      const times = beginnings.map((one) => Date.parse(one.at));
      const { groups } = counting(beginnings);
      held += groups.length;
      const tooFew = groups.filter(({ began }) => {
        const start = Date.parse(began);
        return times.filter((time) => start <= time && time < start + 600_000).length <= 10;
      });
      expect(tooFew).toEqual([]);
    }),
  );
  // Where nothing is held, the property says nothing.
  expect(held).toBeGreaterThan(10);
});

test('property: the same number of a burst is held, in whatever order and however often its events come', () => {
  const burst = each(instanceIds(30), 3);
  fc.assert(
    fc.property(fc.shuffledSubarray([...burst, ...burst], { minLength: 60 }), (heard) => {
      const record = counting(heard);
      expect(burst.filter((one) => !isHeldIn(record, one))).toEqual([]);
    }),
  );
});

describe('a group holds its instances', () => {
  const record = counting(each(instanceIds(11)));
  const id = '422448306679-untagged-1793725200';
  const holds = (some: BreakerRecord | undefined) => some?.groups.map(isHolding);

  test('until it is released', () => {
    expect(holds(record)).toEqual([true]);
    expect(holds(decide(record, id, 'dismissed', at(20)))).toEqual([true]);
    expect(holds(decide(record, id, 'released', at(20)))).toEqual([false]);
  });

  test('nothing in dry-run', () => {
    expect(holds(counting(each(instanceIds(11), 0, { mode: 'dry-run' })))).toEqual([false]);
  });

  test('and only an existing group can be decided on', () => {
    expect(decide(record, 'another', 'released', at(20))).toBeUndefined();
  });

  test('and is forgotten a day after its release, when another group forms', () => {
    const released = decide(record, id, 'released', at(20)) ?? record;
    const next = (minute: number) => {
      const more = each(instanceIds(11, 100), minute);
      return counting(more, released, at(minute + 1)).groups.map((group) => group.id);
    };
    expect(next(30)).toEqual([id, '422448306679-untagged-1793727000']);
    expect(next(20 + 24 * 60)).toHaveLength(1);
  });
});

describe('the instances of a group', () => {
  const [group] = counting(each(instanceIds(11))).groups;
  if (!group) throw new Error('There is a group.');
  const joined = { instanceId: 'i-later', region: 'us-east-1', standing: 'owner-empty' };

  test('are its first ones and those that joined', () => {
    expect(membersOf(group, [joined])).toHaveLength(11);
    expect(membersOf(group, [joined])).toContainEqual(joined);
  });

  test('include what their grace periods found out, also of the first ones', () => {
    const launcher = {
      userName: 'bob@ucsc.edu',
      description: 'bob@ucsc.edu (session of the role developer)',
    };
    const [first] = instanceIds(1);
    const members = membersOf(group, [{ instanceId: first ?? '', launcher, name: 'blast' }]);
    expect(members[0]).toEqual({
      instanceId: first,
      region: 'us-west-2',
      standing: 'owner-missing',
      launcher,
      name: 'blast',
    });
  });

  test('include none of which it is unknown how it was counted', () => {
    expect(membersOf(group, [{ instanceId: 'i-unknown' }])).toHaveLength(10);
  });
});

test('two invalid Owners with different values differ in their standing', () => {
  const invalid = (value: string) =>
    standingOf({ is: 'noncompliant', reason: 'owner-invalid', tag: { key: 'Owner', value } });
  expect(invalid('x')).not.toBe(invalid('y'));
  expect(standingOf({ is: 'noncompliant', reason: 'owner-missing' })).toBe('owner-missing');
});
