import { describe, expect, test } from '@jest/globals';
import { AWSES } from './awses.ts';
import { ENFORCED, HUB, variable } from './stacks.ts';

const ROLE = variable('directory', 'DIRECTORY_ROLE_NAME');
const GATEWAY = variable('directory', 'GATEWAY_ACCOUNT_ID');

describe.each(AWSES)('users are listed in $name', ({ open }) => {
  const aws = open();
  const list = (accountId: string) => aws.clients('directory').listUsers(ROLE, accountId)();

  test('all of the gateway account, more than a page, and of no other account', async () => {
    const names = [
      'zoë',
      'ann+1',
      'a.b',
      'A_B',
      ...Array.from({ length: 45 }, (_, index) => `user-${index}`),
    ].map((name) => `${name.replace('ë', 'e')}@ucsc.edu`);
    const created = [];
    for (const userName of names) created.push({ userName, userId: await aws.createUser(GATEWAY, userName) });
    await aws.createUser(ENFORCED.accountId, 'eve@ucsc.edu');
    const listed = await list(GATEWAY);
    expect(listed).toHaveLength(names.length);
    expect(listed).toEqual(expect.arrayContaining(created));
    expect(new Set(listed.map(({ userId }) => userId)).size).toBe(names.length);
  });

  test('but not for an account without the role', async () => {
    expect(GATEWAY).toBe(HUB.accountId);
    await expect(list(ENFORCED.accountId)).rejects.toMatchObject({ name: 'RoleNotAssumable' });
  });

  test('but not by another function', async () => {
    await expect(aws.clients('publish').listUsers(ROLE, GATEWAY)()).rejects.toMatchObject({
      name: 'RoleNotAssumable',
    });
  });
});
