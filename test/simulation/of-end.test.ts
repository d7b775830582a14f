import { describe, expect, test } from '@jest/globals';
import { ofEnd } from './invariants/of-end.ts';
import type { InstanceHistory, Observations } from './observed/seen.ts';
import { SANDBOX, TREEHOUSE } from './settings.ts';
import {
  aMail,
  anExecution,
  anInjection,
  anInstanceHistory,
  minute,
  someObservations,
  tagged,
} from './some-observations.ts';

const OWNED = { Owner: 'ann@ucsc.edu' };
const WARNED = [aMail(2, 'warned')];

/** The rules that terminating an instance breaks, some minutes after its launch. */
const broken = (
  minutes: number,
  instance: Partial<InstanceHistory> = {},
  observed: Partial<Observations> = {},
): string[] =>
  ofEnd(
    anInstanceHistory(instance),
    minute(minutes),
    someObservations([], { mails: WARNED, ...observed }),
  ).map(({ invariant }) => invariant);

test('an instance without an Owner may be terminated at its deadline, after a warning', () => {
  expect(broken(10)).toEqual([]);
});

describe('an instance must not be terminated', () => {
  test('from the moment when it has an Owner', () => {
    expect(broken(10, { tags: [tagged(0, {}), tagged(9.99, OWNED)] })).toEqual(['owned']);
  });

  test('if it has a near miss', () => {
    expect(broken(10, { tags: [tagged(0, { owner: 'ann@ucsc.edu' })] })).toEqual(['owned']);
  });

  test('if it has an invalid Owner, unless the setting terminates those', () => {
    const tags = [tagged(0, { Owner: 'Bobbie' })];
    expect(broken(10, { tags })).toEqual(['owned']);
    expect(broken(10, { tags }, { setting: 'strict' })).toEqual([]);
  });

  test('if a verdict must know its Owner, even if IAM does not know it yet', () => {
    const injections = [anInjection(10, { kind: 'authorization-lags', fn: null })];
    expect(broken(10, { tags: [tagged(0, {}), tagged(9.5, OWNED)] }, { injections })).toEqual([]);
    expect(broken(10, { tags: [tagged(0, {}), tagged(8, OWNED)] }, { injections })).toEqual(['owned']);
  });

  test('unless DescribeTags showed tags in that account that were older than its Owner', () => {
    const blank = (minutes: number) => ({
      tags: [tagged(0, {}), tagged(minutes, { 'Owner ': 'bob@ucsc.edu' })],
    });
    const stale = (minutes: number, more: Parameters<typeof anInjection>[1] = {}) => ({
      injections: [anInjection(minutes, { kind: 'tags-stale', accountId: TREEHOUSE, seconds: 60, ...more })],
    });
    expect(broken(10, blank(8.5))).toEqual(['owned']);
    expect(broken(10, blank(8.5), stale(9.5))).toEqual([]);
    expect(broken(10, blank(7.9), stale(9.5))).toEqual(['owned']);
    expect(broken(10, blank(8.5), stale(8.9))).toEqual(['owned']);
    expect(broken(10, blank(8.5), stale(9.5, { accountId: SANDBOX }))).toEqual(['owned']);
    // The Guard protects an instance by this tag.
    expect(broken(10, { tags: [tagged(0, {}), tagged(9.5, OWNED)] }, stale(9.6))).toEqual(['owned']);
    const exempt = { tags: [tagged(0, {}), tagged(8.5, { Course: 'bme-237' })] };
    expect(broken(10, exempt)).toEqual(['spared']);
    expect(broken(10, exempt, stale(9.5))).toEqual([]);
  });

  test('if a verdict must know its tag, even if the key has blanks, which the Guard does not recognize', () => {
    const blank = { 'Owner ': 'bob@ucsc.edu' };
    expect(broken(10, { tags: [tagged(0, {}), tagged(9.5, blank)] })).toEqual([]);
    expect(broken(10, { tags: [tagged(0, {}), tagged(8, blank)] })).toEqual(['owned']);
    expect(broken(10, { tags: [tagged(0, {}), tagged(9.5, { owner: 'bob@ucsc.edu' })] })).toEqual(['owned']);
  });
});

describe('while patterns are deployed that match no user', () => {
  const unmatched = [{ from: minute(5), until: minute(12) }];
  const invalid = { tags: [tagged(0, { Owner: 'Bobbie' })] };
  const strict = { setting: 'strict', unmatched } as const;

  test('an instance with an Owner of any value must not be terminated, though the setting terminates invalid ones', () => {
    expect(broken(10, invalid, strict)).toEqual(['owned']);
    expect(broken(10, { tags: [tagged(0, OWNED)] }, strict)).toEqual(['owned']);
    expect(broken(10, {}, strict)).toEqual([]);
  });

  test('it may be, if the verdict may be older than the deployment, or the right patterns are deployed again', () => {
    expect(broken(10, invalid, { ...strict, unmatched: [{ from: minute(9.5), until: minute(12) }] })).toEqual(
      [],
    );
    expect(broken(13, invalid, strict)).toEqual([]);
  });

  test('the Guard protects nothing, so an instance that was tagged a moment ago may be terminated', () => {
    expect(broken(10, { tags: [tagged(0, {}), tagged(9.5, OWNED)] }, strict)).toEqual([]);
    expect(broken(10, { tags: [tagged(0, {}), tagged(8, OWNED)] }, strict)).toEqual(['owned']);
  });

  test('no Owner is inherited', () => {
    expect(broken(10, { groupOwner: 'ann@ucsc.edu' }, strict)).toEqual([]);
    expect(broken(14, { groupOwner: 'ann@ucsc.edu' }, strict)).toEqual(['inherits']);
  });
});

describe('what must never be terminated', () => {
  test('instances in dry-run, exempt instances, and instances that AWS manages', () => {
    expect(broken(10, { accountId: SANDBOX })).toEqual(['spared']);
    expect(broken(10, { isManaged: true })).toEqual(['spared']);
    expect(broken(10, { tags: [tagged(0, { Course: 'bme-237' })] })).toEqual(['spared']);
  });

  test('instances that a group or an instance with an Owner launched', () => {
    expect(broken(10, { groupOwner: 'ann@ucsc.edu' })).toEqual(['inherits']);
    const parent = anInstanceHistory({ instanceId: 'i-0b', tags: [tagged(0, OWNED)] });
    expect(broken(10, { parentId: 'i-0b' }, { instances: new Map([['i-0b', parent]]) })).toEqual([
      'inherits',
    ]);
  });

  test('workers of an instance with an Owner, unless the record was lost and a fault struck the search for the launcher', () => {
    const instances = new Map([
      ['i-0b', anInstanceHistory({ instanceId: 'i-0b', tags: [tagged(0, OWNED)] })],
    ]);
    const injections = [anInjection(25, { fn: 'attribute', kind: 'table-down' })];
    const instance = { parentId: 'i-0b' };
    const swept = [anExecution(20, 31, { identity: undefined })];
    const mails = [aMail(21, 'warned', { deadline: minute(30) })];
    expect(broken(30, instance, { instances, mails, injections, executions: swept })).toEqual([]);
    expect(broken(30, instance, { instances, mails, executions: swept })).toEqual(['inherits']);
    const before = [anInjection(19, { fn: 'attribute', kind: 'table-down' })];
    expect(broken(30, instance, { instances, mails, injections: before, executions: swept })).toEqual([
      'inherits',
    ]);
    const elsewhere = [anInjection(25, { fn: 'check', kind: 'throttled' })];
    expect(broken(30, instance, { instances, mails, injections: elsewhere, executions: swept })).toEqual([
      'inherits',
    ]);
    const recorded = [...swept, anExecution(0, 31)];
    expect(broken(30, instance, { instances, mails, injections, executions: recorded })).toEqual([
      'inherits',
    ]);
    expect(broken(30, { groupOwner: 'ann@ucsc.edu' }, { mails, injections, executions: swept })).toEqual([
      'inherits',
    ]);
  });

  test('any instance while enforcement is paused', () => {
    expect(broken(10, {}, { pauses: [{ from: minute(9), until: minute(11) }] })).toEqual(['paused']);
  });
});

describe('deadline and warning', () => {
  test('nothing is terminated before the deadline', () => {
    expect(broken(9.9)).toEqual(['deadline', 'deadline']);
  });

  test('the deadline of a second warning counts, unless its check could not see the first execution', () => {
    const mails = [
      aMail(2, 'warned', { deadline: minute(10) }),
      aMail(5, 'warned', { deadline: minute(13) }),
    ];
    const lost = (minutes: number, what = 'states:ListExecutions', fn = 'check') =>
      anInjection(minutes, { fn, kind: 'answer-lost', what: `check: ${what}` });
    expect(broken(10, {}, { mails })).toEqual(['deadline']);
    expect(broken(10, {}, { mails, injections: [lost(4.5)] })).toEqual([]);
    for (const other of [lost(2.5), lost(5.5), lost(4.5, 'ssm:/paused'), lost(4.5, undefined, 'intake')]) {
      expect(broken(10, {}, { mails, injections: [other] })).toEqual(['deadline']);
    }
  });

  test('the deadline of a warning counts, unless an administrator started a new grace period by hand since', () => {
    const mails = [
      aMail(2, 'warned', { deadline: minute(15) }),
      aMail(7, 'warned', { deadline: minute(10) }),
    ];
    const byHand = (minutes: number, what = 'r-0a-again-1 is started') =>
      anInjection(minutes, { kind: 'by-hand', fn: null, what: `${TREEHOUSE}-us-west-2-${what}` });
    expect(broken(10, {}, { mails, injections: [byHand(6)] })).toEqual([]);
    for (const other of [
      byHand(1),
      byHand(6, 'r-0b-again-1 is started'),
      byHand(6, 'r-0a-launch is stopped'),
    ]) {
      expect(broken(10, {}, { mails, injections: [other] })).toEqual(['deadline']);
    }
  });

  test('the deadline of a warning counts, unless its execution was stopped, and a later one has warned again', () => {
    const mails = [
      aMail(2, 'warned', { deadline: minute(15) }),
      aMail(7, 'warned', { deadline: minute(10) }),
    ];
    const stopped = (minutes: number, what = 'r-0a-sweep-1') =>
      anInjection(minutes, { kind: 'by-hand', fn: null, what: `${TREEHOUSE}-us-west-2-${what} is stopped` });
    const executions = [anExecution(0, 5), anExecution(6, 11)];
    expect(broken(10, {}, { mails, executions, injections: [stopped(5)] })).toEqual([]);
    // The later one was open by then, and had not warned.
    const waiting = [anExecution(0, 5), anExecution(4, 11)];
    expect(broken(10, {}, { mails, executions: waiting, injections: [stopped(5)] })).toEqual([]);
    const others = [stopped(1), stopped(7.5), stopped(5, 'r-0b-sweep-1')];
    for (const other of others) {
      expect(broken(10, {}, { mails, executions, injections: [other] })).toEqual(['deadline']);
    }
    // An earlier execution still judges it; or none does; or the later one has not warned.
    for (const open of [[...executions, anExecution(1, 11)], [anExecution(0, 5)], [anExecution(8, 11)]]) {
      expect(broken(10, {}, { mails, executions: open, injections: [stopped(5)] })).toEqual(['deadline']);
    }
  });

  test('a new grace period begins when the Owner is removed later', () => {
    const tags = [tagged(0, OWNED), tagged(30, {})];
    const mails = [aMail(31, 'warned', { deadline: minute(40) })];
    expect(broken(40, { tags }, { mails })).toEqual([]);
    expect(broken(39, { tags }, { mails })).toEqual(['deadline', 'deadline']);
    expect(broken(40, { tags })).toEqual(['warned']);
  });

  test('no new one begins if the late launch judges it first, or an administrator stopped the execution that did', () => {
    const tags = [tagged(0, {}), tagged(14, OWNED), tagged(15, {})];
    const mails = [aMail(17, 'warned', { deadline: minute(20) })];
    const late = { ...anExecution(16, 21), name: `${TREEHOUSE}-us-west-2-r-0a-launch` };
    const untagged = (until: number) => ({ ...anExecution(15.1, until), name: 'untagged' });
    const stopped = [
      anInjection(15.5, { kind: 'by-hand', fn: null, accountId: null, what: 'untagged is stopped' }),
    ];
    const rules = (until: number, injections = stopped) =>
      broken(20, { tags }, { mails, executions: [untagged(until), late], injections });
    expect(broken(20, { tags }, { mails, executions: [late] })).toEqual([]);
    expect(rules(15.5)).toEqual([]);
    expect(rules(15.5, [])).toEqual(['deadline']);
    expect(rules(17)).toEqual(['deadline']);
    expect(broken(20, { tags }, { mails, executions: [untagged(15.5)], injections: stopped })).toEqual([
      'deadline',
    ]);
  });

  test('no new one begins if the Owner was removed before a deadline that had moved and that a warning named', () => {
    const tags = [tagged(0, {}), tagged(14, OWNED), tagged(15, {})];
    const mails = [aMail(16, 'warned', { deadline: minute(19) })];
    const executions = [anExecution(13, 20)];
    expect(broken(19, { tags }, { mails, executions })).toEqual([]);
    // No execution judged it when the Owner was removed.
    expect(broken(19, { tags }, { mails })).toEqual(['deadline']);
    expect(broken(19, { tags }, { mails, executions: [anExecution(0, 11)] })).toEqual(['deadline']);
    // Its deadline had passed, and the execution was only slow.
    const early = [aMail(2, 'warned')];
    expect(broken(19, { tags }, { mails: early, executions })).toEqual(['deadline', 'warned']);
    // This is before the deadline, and too soon after the warning.
    expect(broken(18, { tags }, { mails, executions })).toEqual(['warned', 'deadline']);
  });

  test('no new one begins within a longer one deployed since, if nobody was warned before or no execution learned of it', () => {
    const tags = [tagged(0, {}), tagged(11, OWNED), tagged(13, {})];
    const deployments = [{ change: 'longer' as const, from: minute(9), until: minute(16) }];
    const late = [aMail(14, 'warned', { deadline: minute(17) })];
    const untagged = [{ ...anExecution(13.1, 20), name: 'untagged' }];
    expect(broken(17, { tags }, { mails: late, executions: untagged, deployments })).toEqual([]);
    expect(broken(15, { tags }, { deployments })).toEqual([]);
    const rules = ['deadline', 'warned'];
    expect(broken(15, { tags }, { executions: untagged, deployments })).toEqual(rules);
    expect(broken(15, { tags })).toEqual(rules);
    const after = [tagged(0, {}), tagged(11, OWNED), tagged(15.1, {})];
    expect(broken(16, { tags: after }, { deployments })).toEqual(rules);
  });

  test('nothing is terminated before any deadline that a warning named', () => {
    const mails = [aMail(2, 'warned'), aMail(9, 'warned', { deadline: minute(12) })];
    expect(broken(11, {}, { mails })).toEqual(['deadline']);
    expect(broken(12, {}, { mails })).toEqual([]);
  });

  test('nothing is terminated without a warning, or before the minimum notice is over', () => {
    expect(broken(10, {}, { mails: [] })).toEqual(['warned']);
    expect(broken(10, {}, { mails: [aMail(7.1, 'warned')] })).toEqual(['warned']);
  });

  test('a mail warns about no more unlisted instances than it counts', () => {
    const sections = [{ claim: 'warned', count: 2, instanceIds: ['i-0d'] } as const];
    const ends = (...endedAt: readonly (number | null)[]) => {
      const instances = endedAt.map((at, index) =>
        anInstanceHistory({
          instanceId: `i-0${'abc'[index]}`,
          ended: at === null ? null : { at: minute(at), by: 'service' },
        }),
      );
      const observed = someObservations([...instances, anInstanceHistory({ instanceId: 'i-0d' })], {
        mails: [aMail(2, 'warned', { sections })],
      });
      const last = instances.findLast(({ ended }) => ended !== null) ?? anInstanceHistory();
      return ofEnd(last, minute(10), observed).map(({ invariant }) => invariant);
    };
    expect(ends(10)).toEqual([]);
    expect(ends(10, null)).toEqual([]);
    // The mail counts one more instance, and that one is terminated already.
    expect(ends(10, 10)).toEqual(['warned']);
    // A mail does not warn about an instance that was terminated before it.
    expect(ends(1, 10)).toEqual([]);
    expect(ends(1, 10, 10)).toEqual(['warned']);
  });

  test('the deadline of a mail counts only for instances that it certainly warns about', () => {
    const sections = [{ claim: 'warned', count: 1, instanceIds: [] } as const];
    const mails = [aMail(2, 'warned'), aMail(9, 'warned', { deadline: minute(12), sections })];
    const instance = anInstanceHistory({ ended: { at: minute(11), by: 'service' } });
    const rules = (others: readonly InstanceHistory[]) =>
      ofEnd(instance, minute(11), someObservations([instance, ...others], { mails })).map(
        ({ invariant }) => invariant,
      );
    expect(rules([])).toEqual(['deadline']);
    expect(rules([anInstanceHistory({ instanceId: 'i-0b' })])).toEqual([]);
  });

  test('a mail about its Auto Scaling group warns about an instance', () => {
    const mails = [
      aMail(2, 'warned', {
        source: 'Auto Scaling group web',
        standsUntil: minute(62),
        sections: [{ claim: 'warned', count: 1, instanceIds: [] }],
      }),
    ];
    expect(broken(10, { groupName: 'web' }, { mails })).toEqual([]);
    expect(broken(10, { groupName: 'other' }, { mails })).toEqual(['warned']);
    // The Owner was removed after it: that needs a warning of its own.
    const tags = [tagged(0, { Owner: 'ann@ucsc.edu' }), tagged(20, {})];
    expect(broken(40, { groupName: 'web', tags }, { mails })).toEqual(['warned']);
  });
});

describe('the minimum notice counts from the mail to those who should tag', () => {
  const hub = 'arn:aws:sns:us-west-2:652235167018:tag-enforcement';
  const toPerson = (minutes: number, readers = ['ann@ucsc.edu']) => aMail(minutes, 'warned', { readers });
  const toManagers = (minutes: number) =>
    aMail(minutes, 'warned', { topicArn: `${hub}-422448306679`, readers: ['pm@ucsc.edu'] });
  const toAdministrators = (minutes: number) =>
    aMail(minutes, 'warned', { topicArn: `${hub}-administrators`, readers: ['admin@ucsc.edu'] });

  test('not from an earlier mail to others', () => {
    expect(broken(10, {}, { mails: [toAdministrators(2), toPerson(8)] })).toEqual(['warned']);
    expect(broken(10, {}, { mails: [toAdministrators(2), toManagers(8)] })).toEqual(['warned']);
    expect(broken(11, {}, { mails: [toAdministrators(2), toPerson(8)] })).toEqual([]);
  });

  test('from a mail to others, if nobody reads the first', () => {
    expect(broken(10, {}, { mails: [toAdministrators(2), toPerson(8, [])] })).toEqual([]);
  });

  test('not from a later mail to others', () => {
    expect(broken(10, {}, { mails: [toPerson(2), toAdministrators(9)] })).toEqual([]);
  });
});
