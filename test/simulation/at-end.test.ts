import { describe, expect, test } from '@jest/globals';
import { atEnd } from './invariants/at-end.ts';
import type { InstanceHistory, Observations } from './observed/seen.ts';
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

/** The rules that a run has broken three hours after its launches. */
const broken = (instances: readonly InstanceHistory[], observed: Partial<Observations> = {}): string[] =>
  atEnd(someObservations(instances, observed), minute(180)).map(({ invariant }) => invariant);

const endedAt = (minutes: number): InstanceHistory =>
  anInstanceHistory({ ended: { at: minute(minutes), by: 'service' } });

describe('an instance without an Owner is terminated', () => {
  const mails = [aMail(2, 'warned'), aMail(12, 'terminated')];

  test('within two minutes of its deadline, if nothing goes wrong', () => {
    expect(broken([endedAt(11.9)], { mails })).toEqual([]);
    expect(broken([endedAt(12.1)], { mails })).toEqual(['ends']);
  });

  test('within forty minutes of the last fault', () => {
    const injections = [anInjection(5)];
    expect(broken([endedAt(44)], { mails: [aMail(45, 'terminated')], injections })).toEqual([]);
    expect(broken([endedAt(46)], { mails: [aMail(47, 'terminated')], injections })).toEqual(['ends']);
    expect(broken([anInstanceHistory()], { injections })).toEqual(['ends']);
    expect(broken([anInstanceHistory()], { injections: [anInjection(5), anInjection(150)] })).toEqual([]);
  });

  test('repeated events and one empty answer are no excuse for a delay', () => {
    for (const kind of ['event-duplicated', 'message-redelivered', 'describe-empty'] as const) {
      const injections = [anInjection(5, { kind })];
      expect(broken([endedAt(13)], { mails, injections })).toEqual(['ends']);
    }
    const twice = [5, 5.16].map((at) => anInjection(at, { kind: 'describe-empty' }));
    expect(broken([endedAt(13)], { mails, injections: twice })).toEqual([]);
    const apart = [10, 12].map((at) => anInjection(at, { kind: 'describe-empty' }));
    expect(broken([endedAt(12.2)], { mails, injections: apart })).toEqual([]);
    expect(broken([endedAt(12.3)], { mails, injections: apart })).toEqual(['ends']);
    const swept = [anInjection(5, { kind: 'describe-empty', fn: 'sweep' })];
    expect(broken([endedAt(13)], { mails, injections: swept })).toEqual([]);
  });

  test('a fault in another account is no excuse for a delay', () => {
    const injections = [anInjection(5, { accountId: '422448306679' })];
    expect(broken([endedAt(13)], { mails, injections })).toEqual(['ends']);
  });

  test('also when its Owner is removed later', () => {
    expect(broken([anInstanceHistory({ tags: [tagged(0, { Owner: 'shared' }), tagged(60, {})] })])).toEqual([
      'ends',
    ]);
    expect(broken([anInstanceHistory({ tags: [tagged(0, { Owner: 'shared' })] })])).toEqual([]);
  });

  test('within two minutes of the new deadline, unless an execution judged it when the Owner was removed', () => {
    const tags = [tagged(0, { Owner: 'shared' }), tagged(60, {})];
    const late = { tags, ended: { at: minute(73), by: 'service' as const } };
    const sent = [aMail(61, 'warned'), aMail(74, 'terminated')];
    expect(broken([anInstanceHistory(late)], { mails: sent })).toEqual(['ends']);
    expect(broken([anInstanceHistory(late)], { mails: sent, executions: [anExecution(59, 61)] })).toEqual([]);
    const inTime = { tags, ended: { at: minute(71), by: 'service' as const } };
    expect(broken([anInstanceHistory(inTime)], { mails: sent })).toEqual([]);
  });

  test('unless it is managed by AWS, protected, or launched by a group with an Owner', () => {
    expect(broken([anInstanceHistory({ isManaged: true })])).toEqual([]);
    expect(broken([anInstanceHistory({ groupOwner: 'shared' })])).toEqual([]);
    expect(
      broken([anInstanceHistory({ protection: [{ at: minute(0), isOn: true, by: 'people' }] })]),
    ).toEqual([]);
  });

  test('unless so many lose their Owner at once that the breaker holds them', () => {
    const many = Array.from({ length: 4 }, (_, index) => anInstanceHistory({ instanceId: `i-0${index}` }));
    const injections = [anInjection(5)];
    const found = (instances: readonly InstanceHistory[]) =>
      instances.map(({ instanceId }, index) => ({
        ...anExecution(40, 50, { instanceIds: [instanceId] }),
        name: `${TREEHOUSE}-us-west-2-${instanceId}-sweep-${index}`,
      }));
    expect(broken(many, { injections })).toHaveLength(4);
    expect(broken(many, { injections, executions: found(many) })).toEqual([]);
    const few = many.slice(0, 3);
    expect(broken(few, { injections, executions: found(few) })).toHaveLength(3);
  });
});

describe('a termination is reported by a mail', () => {
  const three = ['i-0a', 'i-0b', 'i-0c'].map((instanceId) => ({ ...endedAt(10), instanceId }));
  const more = (minutes: number, count: number, instanceIds = ['i-0a']) =>
    aMail(minutes, 'terminated', { sections: [{ claim: 'terminated', count, instanceIds }] });

  test('that lists the instance, or counts it among the unlisted ones', () => {
    expect(broken(three, { mails: [more(11, 3)] })).toEqual([]);
    expect(broken(three, { mails: [more(11, 2)] })).toEqual(['told']);
    expect(broken(three, { mails: [more(11, 1)] })).toEqual(['told', 'told']);
  });

  test('copies of a mail count the same instances, and another mail counts others', () => {
    const copy = {
      ...more(11, 2),
      topicArn: 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-administrators',
    };
    expect(broken(three, { mails: [more(11, 2), copy] })).toEqual(['told']);
    expect(broken(three, { mails: [more(11, 2), more(12, 1, [])] })).toEqual([]);
  });

  test('that counts no instance that was terminated after it, and none of another launch', () => {
    const late = [...three.slice(0, 2), { ...endedAt(12), instanceId: 'i-0c' }];
    expect(broken(late, { mails: [more(11, 3)] })).toEqual(['told']);
    const others = [...three.slice(0, 2), { ...endedAt(10), instanceId: 'i-0c', reservationId: 'r-0b' }];
    expect(broken(others, { mails: [more(11, 3)] })).toEqual(['told']);
  });

  test('an earlier mail does not count an instance that a later one lists', () => {
    expect(broken(three, { mails: [more(11, 2), more(12, 1, ['i-0b'])] })).toEqual([]);
  });

  test('to anybody', () => {
    expect(broken([endedAt(10)], { mails: [aMail(11, 'terminated')] })).toEqual([]);
    expect(broken([endedAt(10)])).toEqual(['told']);
  });

  test('unless every try to send it failed, and the execution failed too', () => {
    const injections = [10, 11.5, 13, 14.5].map((at) => anInjection(at, { kind: 'sns-down', fn: 'publish' }));
    const failed = [
      { at: minute(17), execution: '238605363322-us-west-2-r-0a-launch-1', error: 'NotificationFailed' },
    ];
    expect(broken([endedAt(10)], { injections, failed })).toEqual([]);
    expect(broken([endedAt(10)], { injections })).toEqual(['told']);
    expect(broken([endedAt(10)], { injections: injections.slice(1), failed })).toEqual(['told']);
    const killed = injections.slice(1).map((one) => ({ ...one, kind: 'killed' as const }));
    expect(broken([endedAt(10)], { injections: killed, failed })).toEqual([]);
    expect(broken([endedAt(10)], { injections: killed.slice(1), failed })).toEqual(['told']);
  });
});

test('a person is warned once for each grace period, if no fault lost anything', () => {
  const twice = [aMail(2, 'warned'), aMail(30, 'warned')];
  const mails = [...twice, aMail(11, 'terminated')];
  expect(broken([endedAt(10)], { mails })).toEqual(['told-once']);
  expect(broken([endedAt(10)], { mails, injections: [anInjection(1)] })).toEqual([]);
  const harmless = [anInjection(1, { kind: 'event-duplicated' })];
  expect(broken([endedAt(10)], { mails, injections: harmless })).toEqual(['told-once']);
});

test('a mail reports a stop, unless the run was killed and a mail says that the outcome is unknown', () => {
  const stopped = anInstanceHistory({
    tags: [tagged(0, {}), tagged(30, { Owner: 'ann@ucsc.edu' })],
    running: [{ at: minute(11), isRunning: false, by: 'service' }],
  });
  const died = (
    minutes: number,
    call = 'StopInstances',
    id = 'i-0a',
    kind: 'killed' | 'throttled' = 'killed',
  ) => anInjection(minutes, { kind, fn: 'terminate', what: `terminate: ec2:${call} ${id}` });
  const sent = [aMail(13, 'other')];
  const rules = (injections: Observations['injections'], mails = sent) =>
    broken([stopped], { mails, injections }).filter((rule) => rule === 'told');
  expect(rules([died(11)])).toEqual([]);
  expect(rules([died(11)], [])).toEqual(['told']);
  for (const other of [
    died(11.5),
    died(11, 'Describe'),
    died(11, 'StopInstances', 'i-0b'),
    died(11, undefined, undefined, 'throttled'),
  ])
    expect(rules([other])).toEqual(['told']);
  expect(rules([died(11)], [aMail(13, 'not-terminated')])).toEqual(['told']);
});

test('a mail reports a termination, unless the run was killed, the next check read an older state, and a mail says so', () => {
  const died = anInjection(10, {
    kind: 'killed',
    fn: 'terminate',
    what: 'terminate: ec2:TerminateInstances i-0a',
  });
  const stale = (minutes: number, id = 'i-0a') =>
    anInjection(minutes, { kind: 'describe-stale', fn: 'check', what: `check: ${id}` });
  const rules = (injections: Observations['injections'], mails = [aMail(13, 'other')]) =>
    broken([endedAt(10)], { mails, injections }).filter((rule) => rule === 'told');
  expect(rules([died, stale(11)])).toEqual([]);
  expect(rules([died, stale(11)], [])).toEqual(['told']);
  for (const others of [[died], [stale(11)], [died, stale(9)], [died, stale(11, 'i-0b')]])
    expect(rules(others)).toEqual(['told']);
});
