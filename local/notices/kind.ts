import type { GroupMail } from '../../lambdas/aws/mail-tables.ts';
import type { NoticeInput } from '../../lambdas/domain/grace-period/input.ts';

/** A kind of message, and what it is about. */
export type Kind = {
  readonly title: string;
  readonly input: NoticeInput;
  /** What the table answers about an Auto Scaling group. */
  readonly claim?: GroupMail;
  /** Whether nobody reads the person's topic. */
  readonly unread?: boolean;
};
