import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { hasCode, reasonOf } from '../../../infra/error-reason.ts';
import { withoutByteOrderMark } from '../../../infra/json.ts';
import type { UserOfAccount } from '../../../local/aws/iam-users.ts';

/** A file that is not a list of users. */
export class UsersInvalid extends Error {
  override readonly name = 'UsersInvalid';
}

/** https://docs.aws.amazon.com/cli/latest/reference/iam/list-users.html */
const ListUsers = z.object({
  Users: z.array(
    z.object({
      UserName: z.string().min(1),
      UserId: z.string().min(1),
      Arn: z.string().regex(/^arn:aws:iam::\d{12}:user\//, 'expected arn:aws:iam::<account>:user/…'),
    }),
  ),
});

const readJson = (file: string): unknown => {
  try {
    return JSON.parse(withoutByteOrderMark(readFileSync(file, 'utf8')));
  } catch (error) {
    if (hasCode(error, /^ENOENT$/)) throw new UsersInvalid('no such file');
    if (hasCode(error, /^EISDIR$/)) throw new UsersInvalid('a folder, expected a JSON file');
    throw new UsersInvalid(
      error instanceof SyntaxError ? `not JSON (${error.message})` : `cannot be read (${reasonOf(error)})`,
    );
  }
};

/**
 * Reads the output of `aws iam list-users`.
 *
 * @throws UsersInvalid
 */
export const readUsers = (file: string): UserOfAccount[] => {
  const parsed = ListUsers.safeParse(readJson(file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw new UsersInvalid(
      `expected the output of aws iam list-users (${where ? `${where}: ` : ''}${issue?.message})`,
    );
  }
  return parsed.data.Users.map(({ UserName, UserId, Arn }) => ({
    accountId: Arn.split(':')[4] ?? '',
    userName: UserName,
    userId: UserId,
  }));
};
