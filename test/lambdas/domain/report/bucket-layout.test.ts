import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import * as z from 'zod/mini';
import {
  audiencesOf,
  pageKey,
  StoredWeeks,
  weeksOf,
  withWeek,
} from '../../../../lambdas/domain/report/bucket-layout.ts';

const account = (accountId: string, ...programManagers: string[]) => ({
  accountId,
  name: `n-${accountId}`,
  programManagers,
});

describe('a page', () => {
  const accounts = [
    account('1', 'pm@ucsc.edu', 'second@ucsc.edu'),
    account('2', 'Second@ucsc.edu', 'pm@ucsc.edu'),
    account('3', 'pm@ucsc.edu'),
    account('4'),
  ];

  test('is for the administrators with all accounts, and for each set of program managers with theirs', () => {
    expect(
      audiencesOf(accounts).map(({ programManagers, subAccounts, name }) => [
        programManagers,
        subAccounts.map(({ accountId }) => accountId),
        name,
      ]),
    ).toEqual([
      [null, ['1', '2', '3', '4'], 'all'],
      [['pm@ucsc.edu', 'second@ucsc.edu'], ['1', '2'], '1-2'],
      [['pm@ucsc.edu'], ['3'], '3'],
    ]);
  });

  test('of many accounts has a name that fits into a key', () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      account(String(100_000_000_000 + index), 'pm@ucsc.edu'),
    );
    const keys = audiencesOf(many).map((audience) => pageKey('2026-11-02', audience));
    expect(keys[1]).toMatch(/^pages\/2026-11-02\/[0-9a-f]{32}\.html$/);
  });

  test('shows each account to its program managers, once, and to nobody else; no two pages share a name', () => {
    const manager = fc.constantFrom('a@x.org', 'B@x.org', 'b@x.org', 'c@x.org');
    const some = fc.uniqueArray(
      fc.record({
        accountId: fc.stringMatching(/^\d{12}$/),
        name: fc.string(),
        programManagers: fc.array(manager, { maxLength: 3 }),
      }),
      { selector: ({ accountId }) => accountId, maxLength: 20 },
    );
    fc.assert(
      fc.property(some, (given) => {
        const [all, ...others] = audiencesOf(given);
        expect(all?.subAccounts).toEqual(given);
        expect(new Set(others.map(({ name }) => name)).size).toBe(others.length);
        for (const one of given) {
          const pages = others.filter(({ subAccounts }) => subAccounts.includes(one));
          expect(pages).toHaveLength(one.programManagers.length > 0 ? 1 : 0);
          const theirs = new Set(one.programManagers.map((address) => address.toLowerCase()));
          for (const { programManagers } of pages) expect(new Set(programManagers)).toEqual(theirs);
        }
      }),
    );
  });
});

describe('the weeks', () => {
  const week = (day: string, owned: number): StoredWeeks[number] => ({
    day,
    accounts: {
      '1': { resources: 10, owned, failed: ['1 eu-west-1'] },
      '2': { resources: 100, owned: 50, failed: ['2 eu-west-1'] },
    },
  });

  test('are in order; a second report of a day replaces the first', () => {
    const weeks = withWeek(withWeek([week('2026-11-02', 1)], week('2026-10-26', 2)), week('2026-11-02', 3));
    expect(weeks.map(({ day, accounts }) => [day, accounts['1']?.owned])).toEqual([
      ['2026-10-26', 2],
      ['2026-11-02', 3],
    ]);
  });

  test('that earlier versions kept do not say what failed', () => {
    const kept = [{ day: '2026-11-02', accounts: { '1': { resources: 10, owned: 4 } } }];
    expect(weeksOf(z.parse(StoredWeeks, kept), { subAccounts: [account('1')] })).toEqual([
      { day: '2026-11-02', resources: 10, owned: 4, failed: [] },
    ]);
  });

  test('of two years are kept', () => {
    const days = Array.from({ length: 120 }, (_, index) =>
      new Date(Date.UTC(2024, 0, 1 + 7 * index)).toISOString().slice(0, 10),
    );
    const weeks = days.reduce<StoredWeeks>((before, day) => withWeek(before, week(day, 1)), []);
    expect(weeks.map(({ day }) => day)).toEqual(days.slice(-105));
  });

  test('of a page are those of its accounts; an account of later weeks counts from then on', () => {
    const subAccounts = [account('1'), account('3')];
    expect(weeksOf([week('2026-11-02', 4)], { subAccounts })).toEqual([
      { day: '2026-11-02', resources: 10, owned: 4, failed: ['1 eu-west-1'] },
    ]);
  });
});
