import { describe, expect, test } from '@jest/globals';
import { heldByOtherGroups, isHeld } from '../../../lambdas/breaker/count-and-hold.ts';
import { countGracePeriods, type GracePeriodsToCount } from '../../../lambdas/domain/breaker/count.ts';
import { decide, NOTHING_COUNTED } from '../../../lambdas/domain/breaker/record.ts';
import type { Cause } from '../../../lambdas/domain/grace-period/input.ts';
import { aBreaker, gracePeriodsToCount } from '../a-breaker.ts';
import { at, textAt } from '../at.ts';
import { instanceIds } from '../instance-ids.ts';

const ACCOUNT = '422448306679';
const [MEMBER = '', ...OTHERS] = instanceIds(12);

type Met = {
  readonly mode?: GracePeriodsToCount['mode'];
  readonly decided?: 'released' | 'dismissed';
  readonly settled?: readonly string[];
  /** Whether the account is enforced now. */
  readonly isEnforced?: boolean;
};

/**
 * A sweep counted twelve instances at 09:01. Returns those that its group holds of another grace period, which began at
 * another time for another cause.
 */
const held = async (cause: Cause, eventTime: string, ids: readonly string[], met: Met = {}) => {
  const breaker = aBreaker();
  const swept = gracePeriodsToCount([MEMBER, ...OTHERS], {
    cause: 'sweep',
    at: textAt(1),
    mode: met.mode ?? 'enforce',
  });
  const { record, group } = countGracePeriods(NOTHING_COUNTED, swept, at(1));
  if (!group) throw new Error('So many are a group.');
  const decided = met.decided && decide(record, group.id, met.decided, at(2));
  await breaker.update(ACCOUNT, () => ({ record: decided ?? record, result: null }));
  await breaker.join(group.id, swept.instances);
  await breaker.saveSettled(group.id, met.settled ?? []);
  const one = { launch: { accountId: ACCOUNT, eventTime }, cause };
  if (await isHeld(one, breaker)) return 'all';
  return heldByOtherGroups(one, ids, breaker, met.isEnforced ?? met.mode !== 'dry-run');
};

describe('the group of a sweep', () => {
  test('holds its instances in every grace period that began before its end, and holds no others', async () => {
    expect(await held('sweep', textAt(1), [MEMBER])).toBe('all');
    expect(await held('untagged', textAt(0), [MEMBER])).toEqual([MEMBER]);
    expect(await held('untagged', textAt(10, 59), ['i-other', MEMBER])).toEqual([MEMBER]);
    // The launch's record came late, for example from the dead letters.
    expect(await held('launch', textAt(-60), [MEMBER, 'i-other'])).toEqual([MEMBER]);
    expect(await held('untagged', textAt(0), [MEMBER], { decided: 'dismissed' })).toEqual([MEMBER]);
  });

  test('does not hold them in a grace period that began later', async () => {
    expect(await held('untagged', textAt(11), [MEMBER])).toEqual([]);
  });

  test('holds nothing after its release, without instances to decide, or in dry-run', async () => {
    expect(await held('resume', textAt(3), [MEMBER], { decided: 'released' })).toEqual([]);
    expect(await held('sweep', textAt(1), [MEMBER], { decided: 'released' })).toEqual([]);
    expect(await held('untagged', textAt(0), [MEMBER], { decided: 'released' })).toEqual([]);
    expect(await held('untagged', textAt(0), [MEMBER], { settled: [MEMBER] })).toEqual([]);
    expect(await held('untagged', textAt(0), [MEMBER], { mode: 'dry-run' })).toEqual([]);
  });

  test('holds what it counted in dry-run once the account is enforced, in grace periods of that time', async () => {
    const enforced = { mode: 'dry-run', isEnforced: true } as const;
    expect(await held('sweep', textAt(1), [MEMBER, 'i-other'], enforced)).toEqual([MEMBER]);
    expect(await held('untagged', textAt(0), [MEMBER], enforced)).toEqual([MEMBER]);
    // A sweep after that counts them again.
    expect(await held('sweep', textAt(11), [MEMBER], enforced)).toEqual([]);
    expect(await held('sweep', textAt(1), [MEMBER], { mode: 'dry-run' })).toEqual([]);
    expect(await held('sweep', textAt(1), [MEMBER], { ...enforced, settled: [MEMBER] })).toEqual([]);
  });
});
