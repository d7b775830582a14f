import { describe, expect, test } from '@jest/globals';
import { standsFor, tooManyOfSource } from './invariants/of-source.ts';
import type { Section, SeenMail } from './observed/mail.ts';
import type { InstanceHistory, Observations } from './observed/seen.ts';
import {
  aMail,
  anInjection,
  anInstanceHistory,
  minute,
  someObservations,
  tagged,
} from './some-observations.ts';
import { BEGIN } from './time.ts';

/** An instance that a controller launched at a minute. */
const aNode = (minutes: number, more: Partial<InstanceHistory> = {}): InstanceHistory =>
  anInstanceHistory({
    instanceId: `i-0${minutes}`,
    launchedAt: minute(minutes),
    caller: { name: '1793700000', userIds: [] },
    principal: 'Role controller',
    tags: [tagged(minutes, {})],
    ...more,
  });

const aMailAbout = (minutes: number, node: InstanceHistory, claim: Section['claim'] = 'warned'): SeenMail =>
  aMail(minutes, claim, {
    topicArn: 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-administrators',
    sections: [{ claim, count: 1, instanceIds: [node.instanceId] }],
  });

describe('a warning of the hour', () => {
  const warning = aMail(2, 'warned', { source: 'Role controller', standsUntil: minute(62) });

  test('stands for what its source launches until the time that it names', () => {
    expect(standsFor(warning, aNode(0))).toBe(true);
    expect(standsFor(warning, aNode(60))).toBe(true);
    expect(standsFor(warning, aNode(70))).toBe(false);
  });

  test('stands for no other source, account or news', () => {
    expect(standsFor(warning, aNode(10, { principal: 'Role another' }))).toBe(false);
    expect(standsFor(warning, aNode(10, { accountId: '422448306679' }))).toBe(false);
    expect(standsFor({ ...warning, standsUntil: null }, aNode(10))).toBe(false);
    expect(standsFor({ ...warning, sections: [] }, aNode(10))).toBe(false);
  });
});

describe('two mails an hour go to anybody about one source', () => {
  const [first, second, third] = [aNode(0), aNode(10), aNode(20)];
  const three = [aMailAbout(2, first), aMailAbout(10, first, 'terminated'), aMailAbout(12, second)];
  const broken = (
    mails: readonly SeenMail[],
    observed: Partial<Observations> = {},
    instances: readonly InstanceHistory[] = [first, second, third],
  ): string[] =>
    tooManyOfSource(someObservations(instances, { mails: [...mails], ...observed })).map(
      ({ invariant }) => invariant,
    );

  test('and not three', () => {
    expect(broken(three.slice(0, 2))).toEqual([]);
    expect(broken(three)).toEqual(['hourly']);
    expect(broken([...three.slice(0, 2), aMailAbout(62, third)])).toEqual([]);
  });

  test('and a third where an end was not as announced, once', () => {
    const failed = [aMailAbout(20, second, 'not-terminated'), aMailAbout(30, third, 'not-terminated')];
    expect(broken([...three.slice(0, 2), ...failed.slice(0, 1)])).toEqual([]);
    expect(broken(failed)).toEqual(['hourly']);
  });

  test('whatever the mails call it, but counted by topic, and by role and group', () => {
    const elsewhere = three.map((mail, index) => (index === 2 ? { ...mail, topicArn: 'another' } : mail));
    expect(broken(elsewhere)).toEqual([]);
    expect(broken(three, {}, [first, { ...second, principal: 'Role another' }])).toEqual([]);
    const inGroup = [first, second].map((node) => ({ ...node, groupName: 'web', principal: null }));
    expect(broken(three, {}, inGroup)).toEqual(['hourly']);
  });

  test('unless a fault, a pause or people who changed tags caused more', () => {
    expect(broken(three, { injections: [anInjection(5)] })).toEqual([]);
    expect(broken(three, { injections: [anInjection(5, { kind: 'event-duplicated' })] })).toEqual(['hourly']);
    expect(broken(three, { pauses: [{ from: minute(3), until: minute(4) }] })).toEqual([]);
    const changed = { ...second, tags: [tagged(10, {}), tagged(11, { Owner: '' })] };
    expect(broken(three, {}, [first, changed])).toEqual([]);
  });

  test('unless it came to be known who created the group, and that person reads no mail', () => {
    const byCreator = (name: string) => {
      const users = [{ userId: 'AIDA1', names: [{ name, from: BEGIN }], until: Number.POSITIVE_INFINITY }];
      const more = { groupName: 'web', groupCreator: { name: null, userIds: ['AIDA1'] } };
      return broken(three, { users }, [
        { ...first, ...more },
        { ...second, ...more },
      ]);
    };
    expect(byCreator('newhire@ucsc.edu')).toEqual([]);
    expect(byCreator('without an address')).toEqual([]);
    expect(byCreator('ann@ucsc.edu')).toEqual(['hourly']);
  });

  test('and nobody limits the mails about what a person launches', () => {
    const users = [
      { userId: 'AIDA1', names: [{ name: 'ann@ucsc.edu', from: BEGIN }], until: Number.POSITIVE_INFINITY },
    ];
    const byAnn = [first, second].map((node) => ({ ...node, caller: { name: 'ann@ucsc.edu', userIds: [] } }));
    expect(broken(three, { users }, byAnn)).toEqual([]);
  });
});
