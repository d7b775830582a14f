import { describe, expect, test } from '@jest/globals';
import { ofMail } from '../../../local/simulation/invariants/of-mail.ts';
import type { SeenMail } from '../../../local/simulation/seen/mail.ts';
import type { Life, Seen } from '../../../local/simulation/seen/seen.ts';
import { TREEHOUSE } from '../../../local/simulation/settings.ts';
import { aLife, aMail, anInjection, aSeen, minute, tagged } from './a-seen.ts';

const ended = (by: 'people' | 'service') => ({ ended: { at: minute(10), by } });

/** The rules that a mail breaks, after others. */
const broken = (mail: SeenMail, life: Partial<Life> = {}, seen: Partial<Seen> = {}): string[] =>
  ofMail(mail, aSeen([aLife(life)], seen)).map(({ invariant }) => invariant);

describe('what a mail claims', () => {
  test('a termination that the service made', () => {
    expect(broken(aMail(11, 'terminated'), ended('service'))).toEqual([]);
    expect(broken(aMail(11, 'terminated'))).toEqual(['claims']);
    expect(broken(aMail(11, 'terminated'), ended('people'))).toEqual(['claims']);
    expect(broken(aMail(9, 'terminated'), ended('service'))).toEqual(['claims']);
  });

  test('that nothing was ended', () => {
    expect(broken(aMail(11, 'not-terminated'))).toEqual([]);
    expect(broken(aMail(11, 'not-terminated'), ended('service'))).toEqual(['claims']);
    expect(broken(aMail(11, 'held'), ended('service'))).toEqual(['claims']);
  });

  test('who ended it, if an answer was lost: then it may have been the service, and not otherwise', () => {
    const lost = { kind: 'answer-lost', fn: 'terminate', accountId: TREEHOUSE } as const;
    const injections = [anInjection(10, { ...lost, what: 'terminate: ec2:TerminateInstances' })];
    expect(broken(aMail(11, 'terminated'), ended('people'), { injections })).toEqual([]);
    const killed = [anInjection(10, { kind: 'killed', fn: 'terminate' })];
    expect(broken(aMail(11, 'terminated'), ended('people'), { injections: killed })).toEqual([]);
    expect(broken(aMail(11, 'terminated'), {}, { injections: killed })).toEqual(['claims']);
    // It lives.
    expect(broken(aMail(11, 'terminated'), {}, { injections })).toEqual(['claims']);
    // It was ended, and is told as alive.
    expect(broken(aMail(11, 'not-terminated'), ended('service'), { injections })).toEqual(['claims']);
    expect(broken(aMail(11, 'held'), ended('service'), { injections })).toEqual(['claims']);
    for (const other of [
      { accountId: '422448306679' },
      { what: 'terminate: ssm:/tag-enforcement/paused' },
      { kind: 'throttled' },
    ] as const) {
      const elsewhere = injections.map((one) => ({ ...one, ...other }));
      expect(broken(aMail(11, 'terminated'), ended('people'), { injections: elsewhere })).toEqual(['claims']);
    }
  });

  test('a stop, and an Owner that was written', () => {
    expect(broken(aMail(11, 'stopped'))).toEqual(['claims']);
    const running = [{ at: minute(10), isRunning: false, by: 'service' } as const];
    expect(broken(aMail(11, 'stopped'), { running })).toEqual([]);
    expect(broken(aMail(11, 'written'), { tags: [tagged(0, { Owner: 'shared' })] })).toEqual(['claims']);
    expect(broken(aMail(11, 'written'), { tags: [tagged(3, { Owner: 'shared' }, 'service')] })).toEqual([]);
  });

  test('that somebody owns nothing who has owned it for long', () => {
    const tags = [tagged(0, { Owner: 'shared' })];
    expect(broken(aMail(10, 'warned'), { tags })).toEqual([]);
    expect(broken(aMail(20, 'warned'), { tags })).toEqual(['claims']);
  });

  test('an instance that there never was', () => {
    const sections = [{ claim: 'warned', count: 1, instanceIds: ['i-0f'] } as const];
    expect(broken(aMail(2, 'warned', { sections }))).toEqual(['claims']);
  });
});

describe('each thing is told once', () => {
  const first = aMail(10, 'terminated');
  const again = aMail(12, 'terminated');

  test('to one reader', () => {
    expect(broken(again, ended('service'), { mails: [first, again] })).toEqual(['told-once']);
    const elsewhere = { ...first, topicArn: 'another' };
    expect(broken(again, ended('service'), { mails: [elsewhere, again] })).toEqual([]);
  });

  test('unless an answer of SNS was lost', () => {
    const injections = [anInjection(10, { kind: 'answer-lost', fn: 'publish' })];
    expect(broken(again, ended('service'), { mails: [first, again], injections })).toEqual([]);
  });

  test('a second warning is of another grace period', () => {
    const warning = aMail(2, 'warned');
    for (const [minutes, rules] of [
      [3, ['told-once']],
      [20, []],
    ] as const) {
      const second = aMail(minutes, 'warned');
      expect(broken(second, {}, { mails: [warning, second] })).toEqual(rules);
    }
  });
});
