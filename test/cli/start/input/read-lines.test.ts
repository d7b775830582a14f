import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readLines } from '../../../../cli/start/input/read-values.ts';
import { readAsNobody } from './as-nobody.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-lines-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Buffer, mode = 0o644): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  chmodSync(file, mode);
  return file;
};

const linesOf = async (file: string): Promise<string[]> => {
  const lines: string[] = [];
  for await (const { number, text } of readLines(file)) lines.push(`${number} ${text}`);
  return lines;
};

describe('a file', () => {
  test.each([
    ['as it is', write('plain', '\uFEFFone\n\ntwo')],
    ['gzipped', write('gzipped', gzipSync('\uFEFFone\n\ntwo'))],
  ])('%s gives its lines', async (_name, file) => {
    expect(await linesOf(file)).toEqual(['1 one', '3 two']);
  });

  test('that may not be read is one fault, and the other files are read', () => {
    const record = JSON.stringify({
      eventTime: '2026-11-03T17:00:00Z',
      eventName: 'RunInstances',
      errorCode: 'x',
    });
    const paths = [write('logs-a.ndjson', record, 0o000), write('logs-b.ndjson', record)];
    const { entries, faults } = readAsNobody(paths);
    expect(entries).toBe(1);
    expect(faults).toEqual([
      expect.stringMatching(/logs-a\.ndjson: cannot be read \(EACCES: permission denied/),
    ]);
  });
});
