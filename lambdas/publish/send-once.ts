import type { SentMailTable } from '../aws/mail-tables.ts';
import type { Mail, Published } from '../domain/mail.ts';
import type { Log } from '../log.ts';

/** Sends a mail unless it is known to be sent, or comes too late to be true. A table that fails is no reason to keep a mail back, or to send it again. */
export const sendOnce = async (
  { id, until }: Mail,
  sent: SentMailTable,
  send: () => Promise<Published>,
  log: Log,
): Promise<Published> => {
  const unanswered = (error: unknown): null => {
    log.error('the table of sent mails does not answer', { mail: id, error });
    return null;
  };
  const before = await sent.find(id).catch(unanswered);
  if (before) return before;
  if (until !== undefined && Date.now() >= Date.parse(until)) {
    log.warn('mail not sent: what it tells is over', { mail: id, until });
    return { messageId: null };
  }
  const published = await send();
  await sent.keep(id, published).catch(unanswered);
  return published;
};
