import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { withoutMark } from './without-mark.ts';

/** A line of text and its number, from 1. */
export type Line = { readonly number: number; readonly text: string };

/** The two bytes that begin every gzip file (RFC 1952): names say less. */
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
  // No stream before this: nobody would hear its error yet.
  if (!(await isGzip(file))) return createReadStream(file, 'utf8');
  const text = createGunzip().setEncoding('utf8');
  // An error of either stream is one of the text's, which its reader hears.
  pipeline(createReadStream(file), text, () => {});
  return text;
};

/**
 * Reads a file, gzipped or not, line by line; blank lines are left out.
 *
 * @throws whatever the file system or zlib says: a truncated gzip ends in an error
 */
export async function* readLines(file: string): AsyncGenerator<Line> {
  let number = 0;
  let rest = '';
  for await (const chunk of await openText(file)) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      number += 1;
      const text = number === 1 ? withoutMark(part) : part;
      if (text.trim() !== '') yield { number, text };
    }
  }
  if (rest.trim() !== '') yield { number: number + 1, text: number === 0 ? withoutMark(rest) : rest };
}
