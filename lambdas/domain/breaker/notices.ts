import * as z from 'zod/mini';
import { GracePeriodInput } from '../grace-period/input.ts';
import { iso, minutesAfter } from '../instant.ts';
import { type Group, isHolding } from './record.ts';

/** What is told of a group of the breaker: the input of an execution of the state machine Breaker. */
export const BreakerNoticeInput = z.object({
  accountId: z.string(),
  account: GracePeriodInput.shape.account,
  groupId: z.string(),
  /** 0: everybody whom it concerns is told; then the administrators each day. */
  day: z.number(),
  /** When, ISO 8601 UTC: all that is in the group has come to its end by then. */
  at: z.string(),
  /** How many are without a valid Owner still, as a sweep found; null in the first notice. */
  remaining: z.nullable(z.number()),
});
export type BreakerNoticeInput = z.infer<typeof BreakerNoticeInput>;

/** A notice to begin: `name` names its execution, so that each is told once. */
export type BreakerNotice = { readonly name: string; readonly input: BreakerNoticeInput };

/** What began last is warned of a minute later, and then held: lateWarningTime. */
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

/** When all that is in a group has come to be held: events that come late begin their grace periods now. */
const concludedAt = ({ until }: Group, now: Date): number =>
  minutesAfter(iso(Math.max(Date.parse(until), now.getTime())), CONCLUDED_MINUTES);

/** The first notice of a group, which tells everybody whom it concerns. */
export const firstNotice = (group: Group, account: Account, now: Date): BreakerNotice =>
  noticeOf(group, account, 0, null, concludedAt(group, now));

/**
 * The notice of a group that is due by now: the first, if it was not begun, or the administrators' of the day; undefined
 * where somebody has decided, or no instance lacks a valid Owner any more. In dry-run a group is told of once.
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
