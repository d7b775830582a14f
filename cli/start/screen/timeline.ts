import { formatClock } from '../../../lambdas/domain/notice/mail-text.ts';
import type { SentMail } from '../../../local/rows/sent-mail.ts';
import type { Look, Style } from '../../style.ts';
import type { Moment } from './chronicle.ts';
import { LOOKS } from './looks.ts';

const INDENT = ' '.repeat(15);
const RULE = '─'.repeat(90);

/** A mail as its readers get it, in a light box; short, its subject alone. */
const mailBox = ({ subject, message, recipients }: SentMail, full: boolean, paint: Style): string[] => {
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

/** So many mails are shown in full; of the others, the subject. */
const MAILS = 20;

const WORD_WIDTH = 'would-terminate'.length;

const instances = (ids: readonly string[]): string =>
  ids.length === 1 ? (ids[0] ?? '') : `${ids.length} instances`;

const inWords = (reason: string): string => reason.replaceAll('-', ' ');

/** A list that stays on a line. */
const list = (texts: readonly string[]): string =>
  texts.length <= 4 ? texts.join(', ') : `${texts.slice(0, 4).join(', ')} and ${texts.length - 4} more`;

type Line = {
  readonly number: number | null;
  readonly word: string;
  readonly look: Look;
  readonly text: string;
};

const lineOf = (moment: Exclude<Moment, { is: 'mail' }>): Line => {
  switch (moment.is) {
    case 'failed-launch':
      return { number: null, word: 'launch failed', look: 'dim', text: moment.text };
    case 'deed': {
      const { person, word, instanceIds, tags } = moment;
      const what = tags.length > 0 ? `: ${list(tags)}` : '';
      return {
        number: moment.launch.number,
        word: '',
        look: 'plain',
        text: `${person} ${word} ${instances(instanceIds)}${what}`,
      };
    }
    case 'decision': {
      const { launch, decision, reason, instanceIds } = moment;
      const isNew = decision === 'compliant' || decision === 'grace-started';
      const { launcher, cause } = launch.record;
      const { region } = launch.record.launch;
      const again = cause === 'launch' ? '' : `: ${inWords(reason)}`;
      return {
        number: launch.number,
        word: decision,
        look: LOOKS[decision],
        text: isNew
          ? `${launch.instances} in ${launch.accountName}, ${region}, by ${launcher.description}${again}`
          : `${instances(instanceIds)}: ${inWords(reason)}`,
      };
    }
    default:
      return moment satisfies never;
  }
};

/** Writes what happened, a line each, and each mail in full. */
export const timeline = (moments: readonly Moment[], timeZone: string, paint: Style): string[] => {
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone });
  const lines: string[] = [];
  let today = '';
  let mails = 0;
  for (const moment of moments) {
    const date = day.format(moment.at);
    if (date !== today) lines.push('', paint('bold', date), '');
    today = date;
    if (moment.is === 'mail') {
      mails += 1;
      lines.push(...mailBox(moment.mail, mails <= MAILS, paint));
      continue;
    }
    const { number, word, look, text } = lineOf(moment);
    const [clock = ''] = formatClock(new Date(moment.at).toISOString(), timeZone).split(' ');
    const label = (number === null ? '' : `#${number}`).padStart(5);
    const body = look === 'dim' ? paint('dim', text) : text;
    lines.push(`${clock}${paint('dim', label)}  ${paint(look, word.padEnd(WORD_WIDTH))}  ${body}`);
  }
  return lines;
};
