import type { BreakerTable } from '../aws/breaker-table.ts';
import { groupAt, isHolding } from '../domain/breaker/breaker.ts';
import { BreakerNotReadable } from '../domain/breaker/errors.ts';
import type { Cause } from '../domain/grace-period/input.ts';
import type { Launch } from '../domain/record/launch.ts';

/** What tells a grace period's group. */
export type HeldCase = {
  readonly launch: Pick<Launch, 'accountId' | 'eventTime'>;
  readonly cause: Cause;
};

/**
 * Whether the breaker holds a grace period. It counts no launch, and nothing that is taken up again: of those it is not
 * asked.
 *
 * @throws BreakerNotReadable when it cannot be read
 */
export const isHeld = async (
  { launch: { accountId, eventTime }, cause }: HeldCase,
  { read }: Pick<BreakerTable, 'read'>,
): Promise<boolean> => {
  switch (cause) {
    case 'launch':
    case 'resume':
      return false;
    case 'untagged':
    case 'sweep': {
      const record = await read(accountId).catch((error: unknown) => {
        throw new BreakerNotReadable(accountId, { cause: error });
      });
      const group = groupAt(record, cause, eventTime);
      return group !== undefined && isHolding(group);
    }
    default:
      return cause satisfies never;
  }
};
