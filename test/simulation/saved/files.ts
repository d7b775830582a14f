import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { hasCode, reasonOf } from '../../../infra/error-reason.ts';
import { withoutByteOrderMark } from '../../../infra/json.ts';
import { History } from './history.ts';

/** A file that holds no valid history, or that cannot be read or written. */
export class HistoryInvalid extends Error {
  override readonly name = 'HistoryInvalid';
  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(`${file}: ${reason}`, options);
  }
}

const whyUnread = (error: unknown): string => {
  if (hasCode(error, /^ENOENT$/)) return 'no such file';
  if (hasCode(error, /^EISDIR$/)) return 'a folder, expected a file';
  return reasonOf(error);
};

const textOf = (file: string): string => {
  try {
    return withoutByteOrderMark(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new HistoryInvalid(file, whyUnread(cause), { cause });
  }
};

const jsonOf = (file: string): unknown => {
  const text = textOf(file);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HistoryInvalid(file, `not JSON, or cut off (${reasonOf(cause)})`, { cause });
  }
};

/** How many errors of a file are shown. */
const MAX_SHOWN = 5;

/** @throws HistoryInvalid that names the file and the first wrong fields */
export const readHistory = (file: string): History => {
  const parsed = History.safeParse(jsonOf(file));
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const shown = issues
    .slice(0, MAX_SHOWN)
    .map(({ path, message }) => `${z.core.toDotPath(path) || 'the whole'}: ${message}`);
  const more = issues.length - shown.length;
  throw new HistoryInvalid(file, [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; '));
};

/** Writes each action, fault or delay on a line of its own. */
const lines = (items: readonly unknown[]): string =>
  items.length === 0
    ? '[]'
    : `[\n${items.map((item) => `    ${JSON.stringify(item, null, 1).replace(/\n */g, ' ')}`).join(',\n')}\n  ]`;

/** @throws HistoryInvalid if the file cannot be written */
export const writeHistory = (file: string, history: History): void => {
  const { delays = [], ...others } = z.encode(History, history);
  const fields = Object.entries({ ...others, ...(delays.length > 0 ? { delays } : {}) }).map(
    ([field, value]) =>
      `  ${JSON.stringify(field)}: ${Array.isArray(value) ? lines(value) : JSON.stringify(value)}`,
  );
  try {
    writeFileSync(file, `{\n${fields.join(',\n')}\n}\n`);
  } catch (cause) {
    throw new HistoryInvalid(file, `cannot be written (${reasonOf(cause)})`, { cause });
  }
};
