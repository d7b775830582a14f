import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { type Entry, putInOrder, readEntry } from '../../local/entry.ts';
import { play } from '../../local/play.ts';
import type { SentMail } from '../../local/rows/sent-mail.ts';
import { SAMPLE_CONFIGURATION, SAMPLE_DAY } from '../../local/sample/configuration.ts';
import { SAMPLE_SCENARIO } from '../../local/sample/history.ts';
import { userIdOf } from '../../local/sample/made-up.ts';
import { synthesize } from '../../local/template/synthesize.ts';
import { type Command, flagsIn, type Screen } from '../command.ts';
import { style } from '../style.ts';
import { reportMails } from './report-mails.ts';
import { CONFIGURATIONS, type Scenario, type Stacks } from './scenario.ts';
import { corrections, reports } from './scenarios/corrections.ts';
import { held, terminations } from './scenarios/ends.ts';
import { failures } from './scenarios/failures.ts';
import { reminders } from './scenarios/reminders.ts';
import { advice, warnings } from './scenarios/warnings.ts';

/** Every scenario, in the order in which they are shown. */
export const SCENARIOS: readonly Scenario[] = [
  ...warnings,
  ...terminations,
  ...held,
  ...corrections,
  ...reports,
  ...failures,
  ...reminders,
  ...advice,
];

/** A mail as its readers get it, with a title for the list. */
export type Titled = Pick<SentMail, 'recipients' | 'subject' | 'message'> & { readonly title: string };

/** The stacks of every configuration. Tests share what they synthesize. */
export const buildStacks = (stacksOf = synthesize): Stacks => ({
  usual: stacksOf(parseConfiguration(CONFIGURATIONS.usual, SAMPLE_DAY)),
  strict: stacksOf(parseConfiguration(CONFIGURATIONS.strict, SAMPLE_DAY)),
  reduced: stacksOf(parseConfiguration(CONFIGURATIONS.reduced, SAMPLE_DAY)),
});

const entriesOf = ({ records }: Scenario): Entry[] =>
  putInOrder(
    records.map((record, index) => {
      const entry = readEntry({ place: `record ${index + 1}`, record, envelope: null }, 'scenario');
      if (typeof entry === 'string') throw new Error(`A scenario is wrong: ${entry}`);
      return entry;
    }),
  );

const { accountId } = SAMPLE_CONFIGURATION.gateway;

/** A user of the gateway whose name is no address. */
const ROBOT = { accountId, userName: 'pipeline', userId: userIdOf(accountId, 'pipeline') };

/** The paragraph of a mail that says where to set the tag. */
const adviceIn = (message: string): string =>
  message.split('\n\n').find((paragraph) => paragraph.startsWith('So that it does not happen again')) ?? '';

/** Plays a scenario and returns the mails that have a title. */
export const playScenario = async (scenario: Scenario, stacks: Stacks): Promise<Titled[]> => {
  const { setting = 'usual', deployed, mails, shows } = scenario;
  const { recorder } = await play(stacks[setting], entriesOf(scenario), {
    ...SAMPLE_SCENARIO,
    users: [...(SAMPLE_SCENARIO.users ?? []), ROBOT],
    schedules: false,
    ...(deployed
      ? { interventions: [{ at: deployed.at, act: ({ deploy }) => deploy(stacks[deployed.setting]) }] }
      : {}),
    ...scenario.playOptions,
  });
  const sent = recorder.mails;
  if (sent.length !== mails.length) {
    const subjects = sent.map(({ subject }) => `\n  ${subject}`).join('');
    throw new Error(`A scenario has titles for other mails (${mails.join(', ')}) than it sends:${subjects}`);
  }
  return mails.flatMap((title, index): Titled[] => {
    const mail = sent[index];
    if (title === null || !mail) return [];
    const { recipients, subject, message } = mail;
    return [{ title, recipients, subject, message: shows === 'advice' ? adviceIn(message) : message }];
  });
};

const HELP = `Prints the mails that the service sends, one of every kind, with its recipients.
Each mail comes from a scenario that runs on the application as it would be
deployed, with an embedded AWS and a virtual clock, in some seconds; those of
the report are what its functions send of what AWS might show. Nothing is sent,
and no AWS account is used.

  npm run notices

Options
  -h, --help   this text

Exit code: 0; 2 for wrong usage.
`;

const RULE = '-'.repeat(72);

const printMail = (
  { title, recipients, subject, message }: Titled,
  isWhole: boolean,
  screen: Screen,
): void => {
  const paint = style(screen.colour);
  screen.out(paint('bold', `== ${title}`));
  if (isWhole) {
    screen.out(`${paint('dim', 'To:     ')} ${recipients.join(', ')}`);
    screen.out(`${paint('dim', 'Subject:')} ${paint('cyan', subject)}`);
  }
  screen.out(`${paint('dim', RULE)}\n${message}\n${paint('dim', RULE)}\n`);
};

export const notices = (): Command => ({
  name: 'notices',
  run: async (words, screen) => {
    if (!flagsIn({ name: 'notices', help: HELP }, words, screen)) return 0;
    screen.progress('synthesizing the application');
    const stacks = buildStacks();
    for (const scenario of SCENARIOS) {
      for (const mail of await playScenario(scenario, stacks)) {
        printMail(mail, scenario.shows === undefined, screen);
      }
    }
    for (const mail of await reportMails()) printMail(mail, true, screen);
    return 0;
  },
});
