import type { Configuration } from '../../infra/config/configuration.ts';
import { reasonOf } from '../../infra/error-reason.ts';
import { stateMachineArn } from '../../infra/names.ts';
import { DAY_MS, iso } from '../../lambdas/domain/instant.ts';
import { formatClock, formatTime } from '../../lambdas/domain/notice/mail-text.ts';
import { printable } from '../../lambdas/domain/text.ts';
import { access } from '../aws/access.ts';
import { type Executions, executionsOf, type Listed } from '../aws/executions.ts';
import { linesOf, type ReadLines } from '../aws/resource-logs.ts';
import { type Command, configurationOf, type ExitCode, type Screen, showHelp } from '../command.ts';
import { style } from '../style.ts';
import { attachmentIn, HELP, isInstance, parseCommandLine, type Question } from './command-line.ts';
import { findExecutions } from './find-executions.ts';
import { mailsIn, propagationTimeline, resourceTimeline } from './resource-timeline.ts';
import { type Entry, timeline } from './timeline.ts';

/** A text with its instants in the time zone, as the clock beside it. */
const localTimes = (text: string, timeZone: string): string =>
  text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, (instant) => formatClock(instant, timeZone));

const showTimeline = (
  one: Listed,
  entries: readonly Entry[],
  timeZone: string,
  colour: boolean,
): string[] => {
  const look = style(colour);
  return [
    look('bold', `${formatTime(iso(one.startedAt), timeZone)}  ${one.status}`),
    look('dim', one.name),
    ...entries.map(
      ({ at, says }) =>
        `  ${look('dim', formatClock(at.toISOString(), timeZone))}  ${localTimes(printable(says), timeZone)}`,
    ),
  ];
};

const nothingKnown = (question: Question, logGroup: string | null): string[] => [
  `No execution of the last ${question.days} days names ${question.instanceId}. --days asks for more days, up to 90.`,
  'An instance that was tagged in the call that launched it has none. This searches the log of intake:',
  `  aws logs filter-log-events --log-group-name ${logGroup ?? '<of IntakeFunction>'} --filter-pattern '"${question.instanceId}"'`,
];

const showEntries = (entries: readonly Entry[], timeZone: string, { out, colour }: Screen): void => {
  for (const { at, says } of entries) {
    const time = style(colour)('dim', formatTime(iso(at), timeZone));
    out(`${time}  ${localTimes(printable(says), timeZone)}`);
  }
};

/** What `propagate` wrote on what is attached to an instance. Without its log, all else is shown. */
const attachedTo = async (
  { instanceId, days }: Question,
  readLines: ReadLines,
  screen: Screen,
  now: Date,
): Promise<Entry[]> => {
  try {
    const since = new Date(now.getTime() - days * DAY_MS);
    return propagationTimeline(await readLines(instanceId, since, 'propagate'), instanceId);
  } catch (error) {
    screen.out(
      `What was written on its volumes is not known: the log of propagate cannot be read (${reasonOf(error)}).`,
    );
    return [];
  }
};

const explainOne = async (
  question: Question,
  { timeZone }: Configuration,
  { executions, readLines }: { readonly executions: Executions; readonly readLines: ReadLines },
  screen: Screen,
  now: Date,
): Promise<ExitCode> => {
  const { instanceId, days, accountId, region } = question;
  const since = new Date(now.getTime() - days * DAY_MS);
  const found = await findExecutions(instanceId, { accountId, region, since }, executions, (looked) =>
    screen.progress(`read ${looked} executions`),
  );
  for (const one of found) {
    const entries = timeline(await executions.history(one.arn), instanceId);
    for (const line of showTimeline(one, entries, timeZone, screen.colour)) screen.out(line);
  }
  const attached = await attachedTo(question, readLines, screen, now);
  showEntries(attached, timeZone, screen);
  if (found.length > 0) return 0;
  for (const line of nothingKnown(question, await executions.intakeLogs())) screen.out(line);
  return attached.length > 0 ? 0 : 1;
};

const explainResource = async (
  { instanceId: name, days }: Question,
  { timeZone }: Configuration,
  readLines: ReadLines,
  screen: Screen,
  now: Date,
): Promise<ExitCode> => {
  const since = new Date(now.getTime() - days * DAY_MS);
  // Lines of `propagate` name a volume by its id, and those of `reminders` by its ARN, which ends with that.
  const id = attachmentIn(name);
  const lines = [...(await readLines(id ?? name, since, 'all'))];
  for (const mail of mailsIn(lines)) lines.push(...(await readLines(mail, since, 'all')));
  const known = [...new Set(lines)];
  const propagated = id === null ? [] : propagationTimeline(known, id);
  const entries = [...resourceTimeline(known), ...propagated].sort((a, b) => a.at.getTime() - b.at.getTime());
  showEntries(entries, timeZone, screen);
  if (entries.length > 0) return 0;
  screen.out(`No log line of the last ${days} days names ${name}. --days asks for more days, up to 90.`);
  screen.out(
    'What was created by a call that the registry does not know is counted only (UnknownCreations).',
  );
  return 1;
};

/** What `explain` depends on. */
type Sources = {
  readonly lines: (hub: Configuration['hub']) => Promise<ReadLines>;
  readonly executions: (hub: Configuration['hub']) => Promise<Executions>;
  readonly now: () => Date;
};

const AWS: Sources = {
  lines: async (hub) => {
    const settings = await (await access(hub, null))(hub.accountId, hub.region);
    return linesOf(settings ?? { region: hub.region });
  },
  executions: async (hub) => {
    const settings = await (await access(hub, null))(hub.accountId, hub.region);
    return executionsOf(stateMachineArn(hub), settings ?? { region: hub.region });
  },
  now: () => new Date(),
};

/** `npm run explain`. */
export const explain = (sources: Sources = AWS): Command => ({
  name: 'explain',
  run: async (words, screen) => {
    const question = parseCommandLine(words);
    if (question === 'help') return showHelp(HELP, screen);
    const configuration = configurationOf(question.config);
    const readLines = await sources.lines(configuration.hub);
    if (!isInstance(question.instanceId))
      return explainResource(question, configuration, readLines, screen, sources.now());
    const executions = await sources.executions(configuration.hub);
    return explainOne(question, configuration, { executions, readLines }, screen, sources.now());
  },
});
