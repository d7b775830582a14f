import type { UserTable } from '../aws/user-table.ts';
import type { Instance } from '../domain/instances.ts';
import { judgeInstance } from '../domain/verdict/judge-instance.ts';
import { matchesAny, type OwnerTag } from '../domain/verdict/owner-rule.ts';
import type { Log } from '../log.ts';

/**
 * Whether no user of the gateway is known whose name matches a pattern: whoever tags as they should would lose their
 * instance then. Nor is one known while the table does not answer. It is asked only where an instance would end for an
 * invalid value: never with `onInvalidValue` as `report`.
 */
export const matchesNoUser = async (
  ownerTag: OwnerTag,
  instances: readonly Instance[],
  users: Pick<UserTable, 'some'>,
  log: Log,
): Promise<boolean> => {
  if (!instances.some((instance) => judgeInstance(instance, ownerTag).reason === 'owner-invalid'))
    return false;
  const { patterns } = ownerTag;
  try {
    const isMatched = await users.some((userName) => matchesAny(patterns, userName));
    if (!isMatched) log.error('no user matches a pattern: nothing invalid is ended', { patterns });
    return !isMatched;
  } catch (error) {
    log.error('users not readable: nothing invalid is ended', { error });
    return true;
  }
};
