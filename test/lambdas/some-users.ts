import type { UserTable } from '../../lambdas/aws/users.ts';

/** The users of the gateway by their names; an error where the table does not answer. `asked` is how often. */
export const someUsers = (names: readonly string[] | Error) => {
  const asked: string[] = [];
  const users = (tableName: string): Pick<UserTable, 'some'> => ({
    some: async (passes) => {
      asked.push(tableName);
      if (names instanceof Error) throw names;
      return names.some(passes);
    },
  });
  return { users, asked };
};

/** Those who must not be asked for. */
export const noUsers = (): Pick<UserTable, 'some'> => ({
  some: () => Promise.reject(new Error('users were asked for')),
});
