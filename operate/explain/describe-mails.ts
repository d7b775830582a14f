import type { Notice } from '../../lambdas/domain/grace-period/outcome.ts';
import type { Mail, Published } from '../../lambdas/domain/mail.ts';

const topicOf = (arn: string): string => arn.split(':').at(-1) ?? arn;

const describeMail = ({ to, person, subject, toldIn, id }: Mail): string => {
  if (toldIn !== undefined) return `mail ${id}: none: mail ${toldIn} tells the same`;
  const topics = to.map(topicOf).join(', or else ');
  return `mail ${id}${person === null ? '' : ` for ${person}`} to ${topics}: "${subject}"`;
};

/** The mails of a round, and where each may go. */
export const describeMails = (notice: Notice | undefined): string[] =>
  (notice?.mails ?? []).map(describeMail);

/** Where each mail went. */
export const describePublished = (notice: Notice | undefined, published: readonly Published[]): string[] =>
  published.map(({ messageId, topicArn }, index) => {
    const id = notice?.mails[index]?.id ?? String(index);
    if (messageId === null) return `mail ${id}: NO TOPIC TOOK IT`;
    return `mail ${id}: taken${topicArn ? ` by ${topicOf(topicArn)}` : ''}, message ${messageId}`;
  });
