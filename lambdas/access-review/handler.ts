import * as z from 'zod/mini';
import type { AccessReaders } from '../aws/read-access.ts';
import type { ReportBucket } from '../aws/report-bucket.ts';
import { CredentialReportUnreadable, parseCredentialReport } from '../domain/access/credential-report.ts';
import { type FoundRole, review } from '../domain/access/findings.ts';
import { RoleNotAssumable } from '../domain/errors.ts';
import { accessKey } from '../domain/report/bucket-layout.ts';
import type { AccessReview } from '../domain/report/report.ts';
import { printable } from '../domain/text.ts';
import type { Log } from '../log.ts';

/** The environment of `access-review`. */
export const AccessReviewEnvironment = z.object({
  BUCKET_NAME: z.string(),
  GATEWAY_ACCOUNT_ID: z.string(),
  /** The role in the gateway account that may read who has access. */
  ACCESS_REVIEW_ROLE_NAME: z.string(),
  /** The role in each sub-account that shows when roles were used. */
  REPORT_ROLE_NAME: z.string(),
});
export type AccessReviewEnvironment = z.infer<typeof AccessReviewEnvironment>;

/** What the state machine passes. The assignments of an institute may be more than an environment holds. */
const AccessReviewInput = z.object({
  run: z.string(),
  accounts: z.array(z.object({ accountId: z.string(), name: z.string() })),
  /** The roles that people switch to, by name. */
  roles: z.array(z.string()),
  assignments: z.array(
    z.object({
      userName: z.string(),
      accountId: z.string(),
      role: z.string(),
      until: z.optional(z.string()),
    }),
  ),
});
type AccessReviewInput = z.infer<typeof AccessReviewInput>;

export type AccessReviewClients = {
  readonly readers: AccessReaders;
  readonly write: ReportBucket['write'];
  readonly log: Log;
};

/** Errors that only a person can end: a role that is not deployed, no permission, a report that is not whole. */
const isForAPerson = (error: unknown): error is Error =>
  error instanceof RoleNotAssumable ||
  error instanceof CredentialReportUnreadable ||
  (error instanceof Error && ['AccessDenied', 'AccessDeniedException'].includes(error.name));

/**
 * Looks at who has access, and writes what wants a decision into the report's bucket, or why that is not known. An error that may
 * pass is thrown: the state machine tries again.
 */
export const createHandler =
  ({ readers, write, log }: AccessReviewClients) =>
  async (event: unknown): Promise<{ access: 'reviewed' | 'missing' }> => {
    const input = z.parse(AccessReviewInput, event);
    const found = await reviewAccess(input, readers).catch((error: unknown): AccessReview => {
      if (!isForAPerson(error)) throw error;
      return {
        missing: `Who has access is not known, because it could not be read: ${printable(error.message)}`,
      };
    });
    await write(accessKey(input.run), JSON.stringify(found), 'application/json');
    if ('missing' in found) {
      log.warn('access-missing', { missing: found.missing });
      return { access: 'missing' };
    }
    log.info('access-reviewed', { findings: found.findings.length, unread: found.unread });
    return { access: 'reviewed' };
  };

const reviewAccess = async (
  { accounts, roles: names, assignments }: AccessReviewInput,
  readers: AccessReaders,
): Promise<AccessReview> => {
  const { text, madeAt } = await readers.credentialReport();
  const users = await readers.users();
  const roles: FoundRole[] = [];
  const unread: string[] = [];
  for (const { accountId, name: subAccount } of accounts) {
    // A sub-account that refuses keeps no other from being read.
    const uses = await readers.roleUses(accountId).catch((error: unknown) => {
      if (!isForAPerson(error)) throw error;
      unread.push(`${subAccount}: ${printable(error.message)}`);
      return null;
    });
    if (uses) roles.push(...names.map((role) => ({ subAccount, role, use: uses.get(role) ?? null })));
  }
  const state = { report: parseCredentialReport(text), reportMadeAt: madeAt, users, roles };
  return { findings: review(state, assignments, new Date()), unread };
};
