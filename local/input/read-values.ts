import { printable } from '../../lambdas/domain/text.ts';
import { isObject } from '../json.ts';
import { reasonOf } from './fault.ts';
import { type Line, readLines } from './read-lines.ts';

/** A JSON value of a file, or why there is none. `line` is null where the whole file is one value. */
export type Value =
  | { readonly line: number | null; readonly value: unknown }
  | { readonly line: number | null; readonly reason: string };

const parse = (text: string, line: number | null): Value => {
  try {
    return { line, value: JSON.parse(text) };
  } catch (error) {
    return { line, reason: `not JSON (${printable(reasonOf(error))})` };
  }
};

const isReadable = (parsed: Value): boolean => 'value' in parsed;

/** A file that is not a value a line: one value over many lines, or lines of which the first is damaged. */
const parseWhole = (lines: readonly Line[]): Value[] => {
  const whole = parse(lines.map(({ text }) => text).join('\n'), null);
  if (isReadable(whole)) return [whole];
  const each = lines.map(({ text, number }) => parse(text, number));
  const isLines = each.some((one) => 'value' in one && isObject(one.value) && 'eventTime' in one.value);
  return isLines ? each : [whole];
};

/**
 * Reads the JSON values of a file: one a line, or one in all.
 *
 * @throws whatever the file system or zlib says
 */
export async function* readValues(file: string): AsyncGenerator<Value> {
  let doubtful: Line[] | undefined;
  let isFirst = true;
  for await (const line of readLines(file)) {
    if (doubtful) {
      doubtful.push(line);
      continue;
    }
    const parsed = parse(line.text, line.number);
    if (isFirst && !isReadable(parsed)) doubtful = [line];
    else yield parsed;
    isFirst = false;
  }
  if (doubtful) yield* parseWhole(doubtful);
}
