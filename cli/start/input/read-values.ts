import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { reasonOf } from '../../../infra/error-reason.ts';
import { isObject, withoutByteOrderMark } from '../../../infra/json.ts';
import { printable } from '../../../lambdas/domain/text.ts';

/** A line of text and its number, from 1. */
type Line = { readonly number: number; readonly text: string };

/** Whether a file begins with the two bytes of every gzip file (RFC 1952): its name may be wrong. */
const isGzip = async (file: string): Promise<boolean> => {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
};

const openText = async (file: string): Promise<Readable> => {
  // The stream is opened only here: an error before it has a reader would end the process.
  if (!(await isGzip(file))) return createReadStream(file, 'utf8');
  const text = createGunzip().setEncoding('utf8');
  // The pipeline passes an error of either stream to the reader of the text.
  pipeline(createReadStream(file), text, () => {});
  return text;
};

/**
 * Reads a file, gzipped or not, line by line; blank lines are left out.
 *
 * @throws errors of the file system or of zlib, as for a truncated gzip
 */
export async function* readLines(file: string): AsyncGenerator<Line> {
  let number = 0;
  let rest = '';
  for await (const chunk of await openText(file)) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      number += 1;
      const text = number === 1 ? withoutByteOrderMark(part) : part;
      if (text.trim() !== '') yield { number, text };
    }
  }
  if (rest.trim() !== '')
    yield { number: number + 1, text: number === 0 ? withoutByteOrderMark(rest) : rest };
}

/** A JSON value of a file, or why it cannot be read. `line` is null if the whole file is one value. */
type Value =
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

/** Parses a file whose first line is no JSON: one value over many lines, or lines of which the first is damaged. */
const parseWhole = (lines: readonly Line[]): Value[] => {
  const whole = parse(lines.map(({ text }) => text).join('\n'), null);
  if (isReadable(whole)) return [whole];
  const each = lines.map(({ text, number }) => parse(text, number));
  const isLines = each.some((one) => 'value' in one && isObject(one.value) && 'eventTime' in one.value);
  return isLines ? each : [whole];
};

/**
 * Reads the JSON values of a file: one on each line, or one in the whole file.
 *
 * @throws errors of the file system or of zlib
 */
export async function* readValues(file: string): AsyncGenerator<Value> {
  let unparsed: Line[] | undefined;
  let isFirst = true;
  for await (const line of readLines(file)) {
    if (unparsed) {
      unparsed.push(line);
      continue;
    }
    const parsed = parse(line.text, line.number);
    if (isFirst && !isReadable(parsed)) unparsed = [line];
    else yield parsed;
    isFirst = false;
  }
  if (unparsed) yield* parseWhole(unparsed);
}
