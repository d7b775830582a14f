import type { Configuration } from '../../infra/config/configuration.ts';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import type { UserOfAccount } from '../../local/aws/iam-users.ts';
import type { PlayOptions } from '../../local/aws/play-options.ts';
import { type Entry, putInOrder, readEntry } from '../../local/entry.ts';
import { type PlayResult, play } from '../../local/play.ts';
import type { Row } from '../../local/rows/row.ts';
import { eventTimeOf } from '../../local/sample/call.ts';
import { SAMPLE_CONFIGURATION, SAMPLE_DAY } from '../../local/sample/configuration.ts';
import { userIdOf } from '../../local/sample/made-up.ts';
import { type Stack, Template } from '../../local/template/template.ts';

/** The sample's configuration, with some fields changed. */
export const configured = (changes: Readonly<Record<string, unknown>> = {}): Configuration =>
  parseConfiguration({ ...SAMPLE_CONFIGURATION, ...changes }, SAMPLE_DAY);

/** A user of the gateway. */
export const gatewayUser = (userName: string): UserOfAccount => ({
  accountId: SAMPLE_CONFIGURATION.gateway.accountId,
  userName,
  userId: userIdOf(SAMPLE_CONFIGURATION.gateway.accountId, userName),
});

/** An instant of the sample day by its time in California, in milliseconds since the epoch. */
export const at = (time: string): number => Date.parse(eventTimeOf(time));

/** The entry of a record. It arrives at its eventTime, or later. */
export const entryOf = (record: unknown, arrival?: number): Entry => {
  const entry = readEntry({ place: 'record 1', record, envelope: null }, 'test');
  if (typeof entry === 'string') throw new Error(entry);
  return { ...entry, at: arrival ?? entry.at };
};

/** A gateway with the user ann@ucsc.edu. */
export const ANN = { users: [gatewayUser('ann@ucsc.edu')] } as const;

/**
 * Plays records, in any order, to the stacks. By default, ann@ucsc.edu is a user of the gateway and no schedule runs: the
 * sweep has its own tests.
 */
export const playRecords = (
  stacks: readonly Stack[],
  records: readonly unknown[],
  playOptions: PlayOptions = ANN,
): Promise<PlayResult> =>
  play(stacks, putInOrder(records.map((record) => entryOf(record))), { schedules: false, ...playOptions });

/** The decisions about each instance, in order: `warned 02:00`, in minutes and seconds since the launch at `begin`. */
export const decisionsSince = (begin: string, rows: readonly Row[]): Record<string, string[]> => {
  const decisions: Record<string, string[]> = {};
  for (const { at, decision, resourceId } of rows) {
    const since = new Date(Date.parse(at) - Date.parse(begin)).toISOString().slice(14, 19);
    decisions[resourceId] = [...(decisions[resourceId] ?? []), `${decision} ${since}`];
  }
  return decisions;
};

/** Replaces a text in a state machine's definition, as if the construct were different. */
export const redefined = (stacks: readonly Stack[], from: string, to: string): Stack[] => {
  const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);
  return rewritten(stacks, escaped(from), escaped(to));
};

/** Replaces a text in the stacks' templates. */
export const rewritten = (stacks: readonly Stack[], from: string, to: string): Stack[] =>
  stacks.map((stack) => ({
    ...stack,
    template: Template.parse(JSON.parse(JSON.stringify(stack.template).replaceAll(from, to))),
  }));
