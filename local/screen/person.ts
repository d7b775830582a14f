import * as z from 'zod';
import { printable } from '../../lambdas/domain/text.ts';

const Identity = z
  .object({
    userName: z.string().optional().catch(undefined),
    principalId: z.string().optional().catch(undefined),
    type: z.string().optional().catch(undefined),
  })
  .catch({});

/** Who made a call, in a word, for a line on the screen: nothing is decided by it. */
export const personOf = (userIdentity: unknown): string => {
  const { userName, principalId, type } = Identity.parse(userIdentity);
  const session = principalId?.split(':')[1];
  return printable(userName ?? session ?? type ?? 'somebody');
};
