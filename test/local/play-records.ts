import { type Configuration, parseConfiguration } from '../../infra/config.ts';
import { readEntry } from '../../local/input/entry.ts';
import { putInOrder } from '../../local/input/in-order.ts';
import { type Played, play } from '../../local/play.ts';
import type { Row } from '../../local/rows/row.ts';
import { SAMPLE_CONFIGURATION } from '../../local/sample/configuration.ts';
import { type Stack, Template } from '../../local/template/template.ts';

/** The sample's configuration, with some fields changed. */
export const configured = (changes: Readonly<Record<string, unknown>> = {}): Configuration =>
  parseConfiguration({ ...SAMPLE_CONFIGURATION, ...changes });

/** Plays records, in whatever order, to the stacks. */
export const playRecords = (stacks: readonly Stack[], records: readonly unknown[]): Promise<Played> =>
  play(
    stacks,
    putInOrder(
      records.map((record, index) => {
        const entry = readEntry({ place: `record ${index + 1}`, record, envelope: null }, 'test');
        if (typeof entry === 'string') throw new Error(entry);
        return entry;
      }),
    ),
  );

/** What was decided of each instance, in order: `warned 02:00`, the time since the launch at `begin`. */
export const decisionsSince = (begin: string, rows: readonly Row[]): Record<string, string[]> => {
  const decisions: Record<string, string[]> = {};
  for (const { at, decision, resourceId } of rows) {
    const since = new Date(Date.parse(at) - Date.parse(begin)).toISOString().slice(14).replace('.000Z', '');
    decisions[resourceId] = [...(decisions[resourceId] ?? []), `${decision} ${since.replace('Z', '')}`];
  }
  return decisions;
};

/** The stacks with a text in a state machine's definition replaced, as if the construct were written otherwise. */
export const redefined = (stacks: readonly Stack[], from: string, to: string): Stack[] => {
  const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);
  return rewritten(stacks, escaped(from), escaped(to));
};

/** The stacks with a text of their templates replaced. */
export const rewritten = (stacks: readonly Stack[], from: string, to: string): Stack[] =>
  stacks.map((stack) => ({
    ...stack,
    template: Template.parse(JSON.parse(JSON.stringify(stack.template).replaceAll(from, to))),
  }));
