import type { Kind } from './kind.ts';
import { answered, FIRST, input, NEAR_MISS, round } from './made-up.ts';

/** What could not be done. */
export const failures: readonly Kind[] = [
  { title: 'Warning that does not reach its person', input: input(round({})), unread: true },
  {
    title: 'Failure to terminate',
    input: answered({ result: 'failed', reason: 'termination-protected' }),
  },
  {
    title: 'Failure to correct',
    input: input(
      round({
        findings: [{ verdict: NEAR_MISS, instanceIds: [FIRST] }],
        toWarn: [],
        repair: [{ result: 'failed', reason: 'UnauthorizedOperation', instanceIds: [FIRST] }],
      }),
    ),
  },
  {
    title: 'Failure to check',
    input: input({
      Error: 'RoleNotAssumable',
      Cause: JSON.stringify({
        errorMessage:
          "Cannot assume arn:aws:iam::422448306679:role/tag-enforcement-read: deploy the account's stack, or look at the role's trust policy.",
      }),
    }),
  },
];
