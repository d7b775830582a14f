import type { UserTable } from '../../lambdas/aws/user-table.ts';

/** The users of the gateway by their names; an error where the table does not answer. `asked` is how often. */
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

/** Those who must not be asked for. */
export const noUsers: Pick<UserTable, 'some'> = {
  some: () => Promise.reject(new Error('users were asked for')),
};
