import type { SentMail } from '../rows/sent-mail.ts';
import type { Style } from './style.ts';

const INDENT = ' '.repeat(15);
const RULE = '─'.repeat(90);

/** A mail as its readers get it, in a light box; short, its subject alone. */
export const mailBox = (
  { subject, message, recipients }: SentMail,
  full: boolean,
  paint: Style,
): string[] => {
  const edge = (text: string) => `${INDENT}${paint('dim', text)}`;
  const to = recipients.length > 0 ? recipients.join(', ') : 'nobody (no reader of the topics has confirmed)';
  const head = [`${paint('dim', 'To:')}      ${to}`, `${paint('dim', 'Subject:')} ${paint('bold', subject)}`];
  const body = full ? ['', ...message.split('\n')] : [];
  return [
    edge(`┌${RULE}`),
    ...[...head, ...body].map((line) => `${edge('│')} ${line}`.trimEnd()),
    edge(`└${RULE}`),
  ];
};
