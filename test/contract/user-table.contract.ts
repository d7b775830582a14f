import { describe, expect, test } from '@jest/globals';
import { aDirectoryUser } from '../lambdas/a-directory-user.ts';
import { AWSES } from './awses.ts';
import { variable } from './stacks.ts';

const TABLE = variable('directory', 'TABLE_NAME');
const NOW = '2026-11-03T17:00:00Z';

describe.each(AWSES)('users kept in $name', ({ open }) => {
  const aws = open();
  const users = aws.clients('directory').users(TABLE);
  const { byName, byId } = aws.clients('attribute').users(TABLE);

  test('are found by name and id, case-sensitively', async () => {
    await users.save(aDirectoryUser('bob@ucsc.edu', 'AIDABOB'));
    const bob = { userName: 'bob@ucsc.edu', userId: 'AIDABOB' };
    expect(await byName('bob@ucsc.edu')).toEqual(bob);
    expect(await byId('AIDABOB')).toEqual(bob);
    expect(await byName('Bob@ucsc.edu')).toBeNull();
    expect(await byId('AIDA')).toBeNull();
  });

  test('are all read unchanged, more than a page', async () => {
    const kept = Array.from({ length: 150 }, (_, index) =>
      aDirectoryUser(`user-${index}${index % 2 ? '@ucsc.edu' : ''}`, `AIDA${index}`, index % 3 ? NOW : null),
    );
    await Promise.all(kept.map((user) => users.save(user)));
    const all = (await users.all()).filter(({ userName }) => userName.startsWith('user-'));
    expect(all).toHaveLength(kept.length);
    expect(all).toEqual(expect.arrayContaining(kept));
  });

  test('are searched for one that passes a test, on every page', async () => {
    await users.save(aDirectoryUser('last@ucsc.edu', 'AIDALAST'));
    expect(await users.some((userName) => userName === 'last@ucsc.edu')).toBe(true);
    expect(await users.some((userName) => userName === 'Last@ucsc.edu')).toBe(false);
  });

  test('are asked to confirm by only one of two runs', async () => {
    const ann = aDirectoryUser('ann@ucsc.edu', 'AIDAANN');
    await users.save(ann);
    expect(await users.replaceAskedAt(ann, NOW)).toBe(true);
    expect(await users.replaceAskedAt(ann, '2026-11-03T17:00:01Z')).toBe(false);
    expect(await users.replaceAskedAt({ ...ann, askedAt: NOW }, null)).toBe(true);
    expect(await users.all()).toContainEqual(ann);
  });

  test('are not asked to confirm if they are gone, or another user has the name', async () => {
    const eve = aDirectoryUser('eve@ucsc.edu', 'AIDAEVE');
    expect(await users.replaceAskedAt(eve, NOW)).toBe(false);
    await users.save({ ...eve, userId: 'AIDAEVE2' });
    expect(await users.replaceAskedAt(eve, NOW)).toBe(false);
    expect(await users.all()).toContainEqual({ ...eve, userId: 'AIDAEVE2' });
  });

  test('are removed, but not the name or id that another user now has', async () => {
    const max = aDirectoryUser('max@ucsc.edu', 'AIDAMAX');
    await users.save(max);
    await users.remove(max);
    expect([await byName('max@ucsc.edu'), await byId('AIDAMAX')]).toEqual([null, null]);
    await users.remove(max);

    await users.save(max);
    const renamed = aDirectoryUser('maximilian@ucsc.edu', 'AIDAMAX');
    await users.save(renamed);
    await users.remove(max);
    expect(await byName('max@ucsc.edu')).toBeNull();
    expect(await byId('AIDAMAX')).toEqual({ userName: 'maximilian@ucsc.edu', userId: 'AIDAMAX' });

    const again = { ...renamed, userId: 'AIDAMAX2' };
    await users.save(again);
    await users.remove(renamed);
    expect(await byName('maximilian@ucsc.edu')).toMatchObject({ userId: 'AIDAMAX2' });
    expect(await byId('AIDAMAX')).toBeNull();
  });
});
