import { describe, expect, test } from '@jest/globals';
import { endedThoughHeld, mayBeHeld, unreportedGroups } from './invariants/of-breaker.ts';
import type { Execution, InstanceHistory, Observations } from './observed/seen.ts';
import { TREEHOUSE } from './settings.ts';
import {
  aMail,
  anExecution,
  anInjection,
  anInstanceHistory,
  minute,
  someObservations,
  tagged,
} from './some-observations.ts';

const OWNED = tagged(0, { Owner: 'ann@ucsc.edu' });
const idOf = (index: number): string => `i-${index}`;

/** Instances that lose their Owner some minutes after their launch, a second apart. */
const untaggedAt = (count: number, minutes = 30, more: Partial<InstanceHistory> = {}): InstanceHistory[] =>
  Array.from({ length: count }, (_, index) =>
    anInstanceHistory({
      instanceId: idOf(index),
      reservationId: `r-${index}`,
      tags: [OWNED, tagged(minutes + index / 60, {})],
      ...more,
    }),
  );

const execution = (index: number, minutes: number, cause = 'untagged'): Execution => ({
  ...anExecution(minutes + index / 60, minutes + index / 60 + 9, {
    key: { filter: 'instance-id', value: idOf(index) },
    instanceIds: [idOf(index)],
  }),
  name: `${TREEHOUSE}-us-west-2-${idOf(index)}-${cause}-${index}`,
});

const executions = (count: number, minutes = 30, cause = 'untagged'): Execution[] =>
  Array.from({ length: count }, (_, index) => execution(index, minutes, cause));

const released = (
  at: number,
  is: 'released' | 'dismissed' = 'released',
): Observations['decisions'][number] => ({
  is,
  at: minute(at),
  accountId: TREEHOUSE,
  cause: 'untagged',
  from: minute(25),
  until: minute(40),
});

/** The observations with 200 other instances, so that only the limit of ten counts, and not the fifth. */
const seenOf = (instances: readonly InstanceHistory[], more: Partial<Observations> = {}): Observations => {
  const others = Array.from({ length: 200 }, (_, index) =>
    anInstanceHistory({ instanceId: `i-other-${index}`, tags: [OWNED] }),
  );
  return someObservations([...instances, ...others], more);
};

describe('a termination that the breaker should have prevented', () => {
  const wrong = (count: number, at = 41, more: Partial<Observations> = {}) => {
    const [instance, ...others] = untaggedAt(count);
    if (!instance) throw new Error('Nothing was untagged');
    return endedThoughHeld(
      instance,
      minute(at),
      seenOf([instance, ...others], { executions: executions(count), ...more }),
    );
  };

  test('is found if more than ten instances lost their Owner within ten minutes', () => {
    expect(wrong(11)).toMatch(/^more than 10 lost their Owner/);
    expect(wrong(10)).toBeUndefined();
  });

  test('is not found after an administrator released the group, but is found after they dismissed it', () => {
    expect(wrong(11, 41, { decisions: [released(40)] })).toBeUndefined();
    expect(wrong(11, 41, { decisions: [released(42)] })).toBeDefined();
    expect(wrong(11, 41, { decisions: [released(40, 'dismissed')] })).toBeDefined();
    expect(wrong(11, 41, { decisions: [{ ...released(40), cause: 'sweep' }] })).toBeDefined();
  });

  test('is not found among launches, and if most of the instances have an Owner', () => {
    expect(wrong(11, 41, { executions: executions(11, 30, 'launch') })).toBeUndefined();
    const tags = [OWNED];
    const instances = untaggedAt(11).map((instance, index) => (index < 2 ? instance : { ...instance, tags }));
    const [instance] = instances;
    if (!instance) throw new Error('Nothing was untagged');
    expect(
      endedThoughHeld(instance, minute(41), seenOf(instances, { executions: executions(11) })),
    ).toBeUndefined();
  });

  test('is not found in a burst that is longer than ten minutes', () => {
    const longer = [...executions(11), execution(12, 41)];
    expect(wrong(11, 43, { executions: longer })).toBeUndefined();
  });
});

describe('the breaker may hold an instance', () => {
  const may = (count: number, by = 60, more: Partial<Observations> = {}) => {
    const instances = untaggedAt(count);
    const [instance] = instances;
    if (!instance) throw new Error('Nothing was untagged');
    return mayBeHeld(
      instance,
      minute(30),
      minute(by),
      seenOf(instances, { executions: executions(count), ...more }),
    );
  };

  test('if too many lost their Owner, and nobody has released the group', () => {
    expect(may(11)).toBe(true);
    expect(may(10)).toBe(false);
    expect(may(11, 60, { decisions: [released(50)] })).toBe(false);
    expect(may(11, 45, { decisions: [released(50)], executions: [] })).toBe(false);
  });

  test('if its event was counted, and its message became a dead letter', () => {
    expect(may(11, 60, { executions: [] })).toBe(true);
    expect(may(10, 60, { executions: [] })).toBe(false);
  });

  test('if it never had an Owner, and got an empty one', () => {
    const ownerless = (count: number) => {
      const instances = untaggedAt(count, 30, { tags: [tagged(0, {}), tagged(40, { Owner: '' })] });
      const [instance] = instances;
      if (!instance) throw new Error('Nothing was launched');
      return mayBeHeld(instance, minute(0), minute(80), seenOf(instances, { executions: [] }));
    };
    expect(ownerless(11)).toBe(true);
    expect(ownerless(10)).toBe(false);
  });

  test('if more than three, and a fifth of the account, lost their Owner', () => {
    const instances = untaggedAt(4);
    const [instance] = instances;
    if (!instance) throw new Error('Nothing was untagged');
    const few = someObservations(instances, { executions: executions(4) });
    expect(mayBeHeld(instance, minute(30), minute(60), few)).toBe(true);
    const three = someObservations(instances.slice(0, 3), { executions: executions(3) });
    expect(mayBeHeld(instance, minute(30), minute(60), three)).toBe(false);
  });

  test('if they were more than a fifth when a sweep last counted, since later sweeps failed', () => {
    const instances = untaggedAt(4);
    const [instance] = instances;
    if (!instance) throw new Error('Nothing was untagged');
    const later = Array.from({ length: 20 }, (_, index) =>
      anInstanceHistory({ instanceId: `i-1${index}`, launchedAt: minute(15), tags: [OWNED] }),
    );
    const held = (injections: Observations['injections']) =>
      mayBeHeld(
        instance,
        minute(30),
        minute(60),
        someObservations([...instances, ...later], { executions: executions(4), injections }),
      );
    expect(held([])).toBe(false);
    expect(held([anInjection(20, { fn: 'sweep' })])).toBe(true);
    expect(held([anInjection(20, { fn: 'check' })])).toBe(false);
    expect(held([anInjection(10, { fn: 'sweep' })])).toBe(false);
  });
});

describe('a breaker group', () => {
  const topicArn = 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-238605363322';
  const report = aMail(42, 'held', {
    topicArn,
    subject: 'treehouse: 11 instances held, not terminated: too many at once',
  });
  const unreported = (more: Partial<Observations> = {}, instances = untaggedAt(11, 29), end = 180) =>
    unreportedGroups(seenOf(instances, { executions: executions(11), ...more }), minute(end)).length;

  test('is reported within half an hour', () => {
    expect(unreported()).toBe(11);
    expect(unreported({ mails: [report] })).toBe(0);
    expect(unreported({ mails: [{ ...report, at: minute(61) }] })).toBe(11);
    expect(
      unreported({
        mails: [{ ...report, subject: 'treehouse: 1 instance held, not terminated: enforcement is paused' }],
      }),
    ).toBe(11);
    expect(unreported({}, untaggedAt(11, 29), 59)).toBe(0);
  });

  test('need not be reported after a fault, a pause or a decision, or if its instances are exempt or have an Owner', () => {
    expect(unreported({ injections: [anInjection(35, { fn: 'breaker' })] })).toBe(0);
    expect(unreported({ injections: [anInjection(35, { fn: 'sessions' })] })).toBe(11);
    expect(unreported({ injections: [anInjection(35, { accountId: '422448306679' })] })).toBe(11);
    expect(unreported({ pauses: [{ from: minute(35), until: minute(50) }] })).toBe(0);
    expect(unreported({ decisions: [released(35, 'dismissed')] })).toBe(0);
    expect(unreported({}, untaggedAt(11, 29, { isManaged: true }))).toBe(0);
    expect(
      unreported(
        {},
        untaggedAt(11, 29, { tags: [OWNED, tagged(29, {}), tagged(35, { Owner: 'ann@ucsc.edu' })] }),
      ),
    ).toBe(0);
  });
});
