import { formatClock } from '../../../lambdas/domain/notice/mail-text.ts';
import { printable } from '../../../lambdas/domain/text.ts';
import type { SentMail } from '../../../local/rows/sent-mail.ts';
import { few, type Style, shortened, type TextStyle } from '../../style.ts';
import { DECISIONS } from './decision-styles.ts';
import type { LogEntry } from './event-log.ts';

/** How the timeline is shown. */
type Manner = {
  readonly timeZone: string;
  readonly paint: Style;
  /** The width of the terminal. */
  readonly columns: number;
  /** Whether mails are shown in full, and nothing is left out. */
  readonly mails: boolean;
};

/** The most lines that are shown without the mails. */
const MAX_LINES = 64;

const readersOf = ({ recipients }: SentMail): string =>
  recipients.length > 0 ? few(recipients) : 'nobody (no reader of the topics has confirmed)';

/** The frame around a mail, whose lines have 72 characters at most. */
const INDENT = '   ';
const RULE = '─'.repeat(74);

/** A mail as its readers get it, in a frame that fits in 80 columns. */
const mailBox = (mail: SentMail, { paint, columns }: Manner): string[] => {
  const edge = (text: string): string => `${INDENT}${paint('dim', text)}`;
  const subject = shortened(mail.subject, columns - 14);
  return [
    edge(`┌${RULE}`),
    ...[
      `${paint('dim', 'To:')}      ${shortened(readersOf(mail), columns - 14)}`,
      `${paint('dim', 'Subject:')} ${paint('bold', subject)}`,
      '',
      ...mail.message.split('\n'),
    ].map((line) => `${edge('│')} ${line}`.trimEnd()),
    edge(`└${RULE}`),
  ];
};

const instances = (ids: readonly string[]): string =>
  ids.length === 1 ? (ids[0] ?? '') : `${ids.length} instances`;

const inWords = (reason: string): string => reason.replaceAll('-', ' ');

type Line = {
  readonly number: number | null;
  readonly word: string;
  readonly look: TextStyle;
  readonly text: string;
};

const lineOf = (moment: LogEntry): Line => {
  switch (moment.is) {
    case 'failed-launch':
      return { number: null, word: 'launch failed', look: 'dim', text: moment.text };
    case 'user-action': {
      const { person, word, instanceIds, tags } = moment;
      const what = tags.length > 0 ? `: ${few(tags)}` : '';
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
      const { cause } = launch.record;
      const { region } = launch.record.launch;
      const again = cause === 'launch' ? '' : `${inWords(reason)}: `;
      return {
        number: launch.number,
        word: decision,
        look: DECISIONS[decision].look,
        // The end of the text is cut on a narrow terminal, so what matters least is last.
        text: isNew
          ? `${again}${launch.instances} by ${launch.by}, in ${launch.accountName}, ${region}`
          : `${instances(instanceIds)}: ${inWords(reason)}`,
      };
    }
    case 'propagated': {
      const { decision, owner, resourceIds, instanceIds } = moment;
      const what = resourceIds.length === 1 ? (resourceIds[0] ?? '') : `${resourceIds.length} attachments`;
      return {
        number: null,
        word: decision,
        look: DECISIONS[decision].look,
        text: `${what} of ${instances(instanceIds)}: Owner ${owner}`,
      };
    }
    case 'resources': {
      const { decision, resources, where } = moment;
      const named = few(resources.map((one) => printable(`${one.resourceType} ${one.resourceId}`)));
      return { number: null, word: decision, look: DECISIONS[decision].look, text: `${named}, in ${where}` };
    }
    case 'mail': {
      // Without the account: the launch's first line shows it.
      const subject = moment.launch ? moment.mail.subject.replace(/^[^:]*: /, '') : moment.mail.subject;
      return {
        number: moment.launch?.number ?? null,
        word: 'mail',
        look: 'dim',
        text: `to ${readersOf(moment.mail)}: ${subject}`,
      };
    }
    default:
      return moment satisfies never;
  }
};

/** Writes what happened, one line each. A mail is shown with its readers and its subject, or in full. */
export const timeline = (moments: readonly LogEntry[], manner: Manner): string[] => {
  const { timeZone, paint, columns } = manner;
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone });
  const shown = moments.map((moment) => ({ moment, line: lineOf(moment) }));
  const numberWidth = Math.max(2, ...shown.map(({ line }) => `#${line.number ?? ''}`.length));
  const wordWidth = Math.max(...shown.map(({ line }) => line.word.length));
  const lines: string[] = [];
  let today = '';
  for (const [index, { moment, line }] of shown.entries()) {
    const date = day.format(moment.at);
    if (date !== today) lines.push('', paint('bold', date), '');
    today = date;
    if (!manner.mails && lines.length >= MAX_LINES) {
      return [...lines, `and ${shown.length - index} more (--mails shows all, --json every decision)`];
    }
    const [clock = ''] = formatClock(new Date(moment.at).toISOString(), timeZone).split(' ');
    const label = (line.number === null ? '' : `#${line.number}`).padStart(numberWidth);
    const start = `${clock} ${label} ${line.word.padEnd(wordWidth)} `;
    const text = shortened(line.text, columns - start.length);
    const body = line.look === 'dim' && moment.is !== 'mail' ? paint('dim', text) : text;
    lines.push(`${clock} ${paint('dim', label)} ${paint(line.look, line.word.padEnd(wordWidth))} ${body}`);
    if (moment.is === 'mail' && manner.mails) lines.push(...mailBox(moment.mail, manner));
  }
  return lines;
};
