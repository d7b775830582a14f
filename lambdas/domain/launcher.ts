import * as z from 'zod/mini';
import { printable } from './printable.ts';
import type { UserIdentity } from './record.ts';

/** Who is behind a launch, as far as its record tells: a person's IAM user name, or null; and words for a mail. */
export const Launcher = z.object({ userName: z.nullable(z.string()), description: z.string() });
export type Launcher = z.infer<typeof Launcher>;

/**
 * Reads the launcher from the record alone. A session name is chosen by the caller, and a role, a service or the
 * root user is no person: none of them becomes a user name.
 */
export const launcherOf = (identity: UserIdentity): Launcher => {
  const by = identity.invokedBy ? ` through ${identity.invokedBy}` : '';
  const describe = (description: string, userName: string | null = null): Launcher => ({
    userName: userName === null ? null : printable(userName),
    description: printable(description + by),
  });
  switch (identity.type) {
    case 'IAMUser':
      return identity.userName
        ? describe(`IAM user ${identity.userName}`, identity.userName)
        : describe('an IAM user whom the record does not name');
    case 'AssumedRole': {
      const role = identity.sessionContext?.sessionIssuer?.userName ?? 'whose name is not recorded';
      const session = identity.principalId?.split(':')[1];
      return describe(`role ${role}${session ? `, session named ${session}` : ''}`);
    }
    case 'Root':
      return describe('the root user of the account');
    case 'AWSService':
      return describe('an AWS service');
    default:
      return describe(`an identity of type ${identity.type ?? 'unknown'}`);
  }
};
