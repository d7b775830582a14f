import { describe, expect, test } from '@jest/globals';
import { ofMail } from './invariants/of-mail.ts';
import type { SeenMail } from './observed/mail.ts';
import type { InstanceHistory, Observations } from './observed/seen.ts';
import { TREEHOUSE } from './settings.ts';
import {
  aMail,
  anInjection,
  anInstanceHistory,
  minute,
  someObservations,
  tagged,
} from './some-observations.ts';

const ended = (by: 'people' | 'service') => ({ ended: { at: minute(10), by } });

/** The rules that a mail breaks. */
const broken = (
  mail: SeenMail,
  instance: Partial<InstanceHistory> = {},
  observed: Partial<Observations> = {},
): string[] =>
  ofMail(mail, someObservations([anInstanceHistory(instance)], observed)).map(({ invariant }) => invariant);

describe('a mail may report', () => {
  test('a termination only after the service terminated the instance', () => {
    expect(broken(aMail(11, 'terminated'), ended('service'))).toEqual([]);
    expect(broken(aMail(11, 'terminated'))).toEqual(['claims']);
    expect(broken(aMail(11, 'terminated'), ended('people'))).toEqual(['claims']);
    expect(broken(aMail(9, 'terminated'), ended('service'))).toEqual(['claims']);
  });

  test('a termination perhaps by others only after the instance is terminated', () => {
    expect(broken(aMail(11, 'perhaps-terminated'), ended('people'))).toEqual([]);
    expect(broken(aMail(11, 'perhaps-terminated'))).toEqual(['claims']);
  });

  test('that nothing was terminated only if the service did not terminate it', () => {
    expect(broken(aMail(11, 'not-terminated'))).toEqual([]);
    expect(broken(aMail(11, 'not-terminated'), ended('service'))).toEqual(['claims']);
    expect(broken(aMail(11, 'held'), ended('service'))).toEqual(['claims']);
  });

  test('that an instance is held only if it is not terminated, unless the table failed when its end was to be stored', () => {
    const found = (minutes: number, overrides: Parameters<typeof anInjection>[1]) =>
      broken(aMail(14, 'held'), ended('service'), { injections: [anInjection(minutes, overrides)] });
    const lost = { fn: 'notice', what: 'notice: dynamodb:update' };
    expect(found(11, lost)).toEqual([]);
    expect(found(9, lost)).toEqual(['claims']);
    expect(found(15, lost)).toEqual(['claims']);
    expect(found(11, { fn: 'check', what: 'check: dynamodb:read' })).toEqual(['claims']);
    expect(found(11, { fn: 'notice', what: 'notice: states:StartExecution' })).toEqual(['claims']);
  });

  test('a stop or a written Owner only after the service did that', () => {
    expect(broken(aMail(11, 'stopped'))).toEqual(['claims']);
    const running = [{ at: minute(10), isRunning: false, by: 'service' } as const];
    expect(broken(aMail(11, 'stopped'), { running })).toEqual([]);
    expect(broken(aMail(11, 'written'), { tags: [tagged(0, { Owner: 'shared' })] })).toEqual(['claims']);
    expect(broken(aMail(11, 'written'), { tags: [tagged(3, { Owner: 'shared' }, 'service')] })).toEqual([]);
  });

  test('a missing Owner only if the instance has not had one for long', () => {
    const tags = [tagged(0, { Owner: 'shared' })];
    expect(broken(aMail(10, 'warned'), { tags })).toEqual([]);
    expect(broken(aMail(20, 'warned'), { tags })).toEqual(['claims']);
  });

  test('no more instances than the claim is true for', () => {
    const sections = [{ claim: 'terminated', count: 3, instanceIds: ['i-0a'] } as const];
    const instances = ['i-0a', 'i-0b', 'i-0c'].map((instanceId) =>
      anInstanceHistory({ instanceId, ...ended('service') }),
    );
    const mail = aMail(11, 'terminated', { sections });
    const violated = (those: readonly InstanceHistory[]) =>
      ofMail(mail, someObservations(those)).map(({ invariant }) => invariant);
    expect(violated(instances)).toEqual([]);
    expect(violated(instances.slice(0, 2))).toEqual(['claims']);
    expect(violated([...instances.slice(0, 2), anInstanceHistory({ instanceId: 'i-0c' })])).toEqual([
      'claims',
    ]);
  });

  test('only instances that exist', () => {
    const sections = [{ claim: 'warned', count: 1, instanceIds: ['i-0f'] } as const];
    expect(broken(aMail(2, 'warned', { sections }))).toEqual(['claims']);
  });
});

describe('each warning and each termination is reported once', () => {
  const first = aMail(10, 'terminated');
  const again = aMail(12, 'terminated');

  test('to each topic', () => {
    expect(broken(again, ended('service'), { mails: [first, again] })).toEqual(['told-once']);
    const elsewhere = { ...first, topicArn: 'another' };
    expect(broken(again, ended('service'), { mails: [elsewhere, again] })).toEqual([]);
  });

  test('also if an earlier mail only counted the instance, and can have meant no other', () => {
    const counting = aMail(11, 'terminated', {
      sections: [{ claim: 'terminated', count: 2, instanceIds: ['i-0a'] }],
    });
    const listed = aMail(12, 'terminated', {
      sections: [{ claim: 'terminated', count: 1, instanceIds: ['i-0b'] }],
    });
    const violated = (...minutes: readonly number[]) => {
      const instances = minutes.map((at, index) =>
        anInstanceHistory({ instanceId: `i-0${'abc'[index]}`, ended: { at: minute(at), by: 'service' } }),
      );
      return ofMail(listed, someObservations(instances, { mails: [counting, listed] })).map(
        ({ invariant }) => invariant,
      );
    };
    expect(violated(10, 10)).toEqual(['told-once']);
    // It was not terminated by then, or the mail may have meant another.
    expect(violated(10, 11.5)).toEqual([]);
    expect(violated(10, 10, 10)).toEqual([]);
  });

  test('unless an answer of SNS was lost shortly before', () => {
    const injections = [anInjection(10, { kind: 'answer-lost', fn: 'publish' })];
    expect(broken(again, ended('service'), { mails: [first, again], injections: [...injections] })).toEqual(
      [],
    );
  });

  test('a later warning belongs to another grace period', () => {
    const warning = aMail(2, 'warned');
    for (const [minutes, rules] of [
      [3, ['told-once']],
      [20, []],
    ] as const) {
      const second = aMail(minutes, 'warned');
      expect(broken(second, {}, { mails: [warning, second] })).toEqual(rules);
    }
  });

  test('unless an administrator starts or stops an execution in this account between the two warnings', () => {
    const [warning, second] = [aMail(2, 'warned'), aMail(3, 'warned')];
    const byHand = (minutes: number, accountId = TREEHOUSE) =>
      anInjection(minutes, {
        kind: 'by-hand',
        fn: null,
        what: `${accountId}-us-west-2-r-0a-again-1 is started`,
      });
    for (const [injection, rules] of [
      [byHand(2.5), []],
      [{ ...byHand(2.5), kind: 'redriven', what: `${TREEHOUSE}-us-west-2-r-0a-again-1 is stopped` }, []],
      [byHand(1), ['told-once']],
      [byHand(2.5, '422448306679'), ['told-once']],
    ] as const) {
      expect(broken(second, {}, { mails: [warning, second], injections: [injection] })).toEqual(rules);
    }
  });

  test('unless an execution is redriven, and the record of the first mail was lost', () => {
    const [first, again] = [aMail(11, 'terminated'), aMail(40, 'terminated')];
    const redriven = (accountId = TREEHOUSE) =>
      anInjection(40, { kind: 'redriven', fn: null, what: `${accountId}-us-west-2-r-0a-launch is redriven` });
    const forgotten = (minutes: number) =>
      anInjection(minutes, {
        kind: 'server-error',
        fn: 'publish',
        accountId: null,
        what: 'publish: dynamodb:keep',
      });
    for (const [injections, rules] of [
      [[redriven(), forgotten(11)], []],
      [[redriven()], ['told-once']],
      [[forgotten(11)], ['told-once']],
      [[redriven(), forgotten(20)], ['told-once']],
      [[redriven('422448306679'), forgotten(11)], ['told-once']],
    ] as const) {
      expect(broken(again, ended('service'), { mails: [first, again], injections: [...injections] })).toEqual(
        rules,
      );
    }
  });
});
