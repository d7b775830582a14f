import { describe, expect, test } from '@jest/globals';
import { ofEnd } from '../../../local/simulation/invariants/of-end.ts';
import type { Life, Seen } from '../../../local/simulation/seen/seen.ts';
import { SANDBOX } from '../../../local/simulation/settings.ts';
import { aLife, aMail, anInjection, aSeen, minute, tagged } from './a-seen.ts';

const OWNED = { Owner: 'ann@ucsc.edu' };
const WARNED = [aMail(2, 'warned')];

/** The rules that ending an instance, so many minutes after its launch, breaks. */
const broken = (minutes: number, life: Partial<Life> = {}, seen: Partial<Seen> = {}): string[] =>
  ofEnd(aLife(life), minute(minutes), aSeen([], { mails: WARNED, ...seen })).map(
    ({ invariant }) => invariant,
  );

test('an unowned instance, warned of, may end at its deadline', () => {
  expect(broken(10)).toEqual([]);
});

describe('an Owner keeps an instance', () => {
  test('from the moment it is written', () => {
    expect(broken(10, { tags: [tagged(0, {}), tagged(9.99, OWNED)] })).toEqual(['owned']);
  });

  test('a near miss too', () => {
    expect(broken(10, { tags: [tagged(0, { owner: 'ann@ucsc.edu' })] })).toEqual(['owned']);
  });

  test('an invalid one, unless the setting ends those', () => {
    const tags = [tagged(0, { Owner: 'Bobbie' })];
    expect(broken(10, { tags })).toEqual(['owned']);
    expect(broken(10, { tags }, { setting: 'strict' })).toEqual([]);
  });

  test('though IAM lags behind, if a verdict could know it', () => {
    const injections = [anInjection(10, { kind: 'authorization-lags', fn: null })];
    expect(broken(10, { tags: [tagged(0, {}), tagged(9.5, OWNED)] }, { injections })).toEqual([]);
    expect(broken(10, { tags: [tagged(0, {}), tagged(8, OWNED)] }, { injections })).toEqual(['owned']);
  });

  test('with blanks in the key, which the Guard does not know, if a verdict could', () => {
    const blank = { 'Owner ': 'bob@ucsc.edu' };
    expect(broken(10, { tags: [tagged(0, {}), tagged(9.5, blank)] })).toEqual([]);
    expect(broken(10, { tags: [tagged(0, {}), tagged(8, blank)] })).toEqual(['owned']);
    expect(broken(10, { tags: [tagged(0, {}), tagged(9.5, { owner: 'bob@ucsc.edu' })] })).toEqual(['owned']);
  });
});

describe('what is spared', () => {
  test('dry-run, exemptions and what AWS manages', () => {
    expect(broken(10, { accountId: SANDBOX })).toEqual(['spared']);
    expect(broken(10, { isManaged: true })).toEqual(['spared']);
    expect(broken(10, { tags: [tagged(0, { Course: 'bme-237' })] })).toEqual(['spared']);
  });

  test('what a group or an instance with an Owner launched', () => {
    expect(broken(10, { groupOwner: 'ann@ucsc.edu' })).toEqual(['inherits']);
    const parent = aLife({ instanceId: 'i-0b', tags: [tagged(0, OWNED)] });
    expect(broken(10, { parentId: 'i-0b' }, { lives: new Map([['i-0b', parent]]) })).toEqual(['inherits']);
  });

  test('everything, while enforcement is paused', () => {
    expect(broken(10, {}, { pauses: [{ from: minute(9), until: minute(11) }] })).toEqual(['paused']);
  });
});

describe('deadline and warning', () => {
  test('not before the deadline', () => {
    expect(broken(9.9)).toEqual(['deadline', 'deadline']);
  });

  test('a full new grace period where the Owner was taken away later', () => {
    const tags = [tagged(0, OWNED), tagged(30, {})];
    const mails = [aMail(31, 'warned', { deadline: minute(40) })];
    expect(broken(40, { tags }, { mails })).toEqual([]);
    expect(broken(39, { tags }, { mails })).toEqual(['deadline', 'deadline']);
    expect(broken(40, { tags })).toEqual(['warned']);
  });

  test('not without a warning, nor sooner after it than people were promised', () => {
    expect(broken(10, {}, { mails: [] })).toEqual(['warned']);
    expect(broken(10, {}, { mails: [aMail(7.1, 'warned')] })).toEqual(['warned']);
  });

  test('a mail about its group warns of an instance', () => {
    const mails = [
      aMail(2, 'warned', { groupName: 'web', sections: [{ claim: 'warned', count: 1, instanceIds: [] }] }),
    ];
    expect(broken(10, { groupName: 'web' }, { mails })).toEqual([]);
  });
});
