import type { UserTable } from '../../lambdas/aws/user-table.ts';

/** The users of the gateway, by name. An error makes the table fail. `asked` counts the reads. */
export const someUsers = (names: readonly string[] | Error) => {
  let asked = 0;
  const users: Pick<UserTable, 'some'> = {
    some: async (passes) => {
      asked += 1;
      if (names instanceof Error) throw names;
      return names.some(passes);
    },
  };
  return { users, asked: () => asked };
};

/** Users that must not be read. */
export const noUsers: Pick<UserTable, 'some'> = {
  some: () => Promise.reject(new Error('users were asked for')),
};
