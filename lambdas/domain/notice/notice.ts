import * as z from 'zod/mini';
import { Outcome } from '../grace-period/outcome.ts';
import { Mail } from './mail.ts';

/** What `notice` composed: mails to publish, and what became of every instance so far. */
export const Notice = z.object({
  mails: z.array(Mail),
  outcomes: z.array(Outcome),
  /** The mail of this hour about the whole Auto Scaling group that stands for the launch's warning, and tells its end. */
  warnedIn: z.optional(z.string()),
  /** Topics, by who is to tag the instances: notice counts from the first whose readers got the warning. */
  addressees: z.optional(z.array(z.string())),
  /** The mode in which it was written: whom it told. */
  mode: z.optional(z.enum(['dry-run', 'enforce'])),
});
export type Notice = z.infer<typeof Notice>;

/** What later rounds read of it. Not its mails: they are whatever the version wrote that was deployed then. */
export const EarlierNotice = z.pick(Notice, { outcomes: true, warnedIn: true, addressees: true, mode: true });
