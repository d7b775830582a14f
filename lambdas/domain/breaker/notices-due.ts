import * as z from 'zod/mini';
import { GracePeriodInput } from '../grace-period/input.ts';
import { iso, minutesAfter } from '../instant.ts';
import { type Group, isHolding } from './record.ts';

/** The input of an execution of the state machine Breaker: one notice about a group. */
export const BreakerNoticeInput = z.object({
  accountId: z.string(),
  account: GracePeriodInput.shape.account,
  groupId: z.string(),
  /**
   * 0 for the first notice, which goes to everybody concerned; then the number of the daily notice to
   * administrators.
   */
  day: z.number(),
  /** When to write it, ISO 8601 UTC: by then, every grace period of the group has ended. */
  at: z.string(),
  /** How many instances still lack a valid Owner, as a sweep found; null in the first notice. */
  remaining: z.nullable(z.number()),
});
export type BreakerNoticeInput = z.infer<typeof BreakerNoticeInput>;

/** A notice to start. `name` is the name of its execution, so that each notice is sent once. */
type BreakerNotice = { readonly name: string; readonly input: BreakerNoticeInput };

/** The last grace period of a group has its first check after a minute (`lateWarningTime`), which finds it held. */
const CONCLUDED_MINUTES = 2;

const DAY_MINUTES = 24 * 60;

type Account = BreakerNoticeInput['account'] & { readonly accountId: string };

const noticeOf = (
  group: Group,
  { accountId, name, mode }: Account,
  day: number,
  remaining: number | null,
  at: number,
): BreakerNotice => ({
  name: `${group.id}-day-${day}`,
  input: {
    accountId,
    account: { name, mode },
    groupId: group.id,
    day,
    at: iso(at),
    remaining,
  },
});

/** When every grace period of a group is held. Late events may begin one even now. */
const concludedAt = ({ until }: Group, now: Date): number =>
  minutesAfter(iso(Math.max(Date.parse(until), now.getTime())), CONCLUDED_MINUTES);

/** The first notice of a group, which goes to everybody concerned. */
export const firstNotice = (group: Group, account: Account, now: Date): BreakerNotice =>
  noticeOf(group, account, 0, null, concludedAt(group, now));

/**
 * The notice of a group that is due now: on the first day the first one, afterwards the administrators' daily one.
 * Undefined if somebody has decided, or no instance lacks a valid Owner any more. In dry-run there is only the first.
 *
 * @param remaining how many instances of the group lack a valid Owner
 */
export const noticeDue = (
  group: Group,
  account: Account,
  remaining: number,
  now: Date,
): BreakerNotice | undefined => {
  if (group.decision !== null || remaining === 0) return undefined;
  const days = Math.floor(
    (now.getTime() - minutesAfter(group.until, CONCLUDED_MINUTES)) / (DAY_MINUTES * 60_000),
  );
  if (days < 1 || !isHolding(group)) return firstNotice(group, account, now);
  return noticeOf(group, account, days, remaining, now.getTime());
};
