import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findFiles } from '../../../../cli/start/input/find-files.ts';
import { describeFault } from '../../../../local/entry.ts';
import { readAsNobody } from './as-nobody.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-files-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (...names: string[]): void => {
  for (const name of names) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), '{}');
  }
};
const link = (name: string, to: string): void => symlinkSync(join(folder, to), join(folder, name));

const found = async (path = folder) => {
  const { files, faults } = await findFiles([path]);
  const short = (text: string): string => text.replaceAll(folder, 'logs');
  return { files: files.map(short), faults: faults.map((fault) => short(describeFault(fault))) };
};

describe('a folder', () => {
  test('with a subfolder that may not be read: it is reported, and the rest is found', () => {
    write('a/a.json', 'b/b.json', 'c/c.json');
    chmodSync(join(folder, 'b'), 0o000);
    const { files, faults } = readAsNobody([folder]);
    chmodSync(join(folder, 'b'), 0o755);
    expect(files).toEqual([join(folder, 'a/a.json'), join(folder, 'c/c.json')]);
    expect(faults).toContainEqual(expect.stringContaining(`${join(folder, 'b')}: cannot be read (EACCES`));
  });

  test('with links to files and folders: they are followed', async () => {
    write('elsewhere/a.json', 'file', 'logs/b.json');
    link('logs/linked', 'elsewhere');
    link('logs/c.json', 'file');
    expect(await found(join(folder, 'logs'))).toEqual({
      files: ['logs/logs/b.json', 'logs/logs/c.json', 'logs/logs/linked/a.json'],
      faults: [],
    });
  });

  test('with links that form a circle: every folder is searched once', async () => {
    write('a/a.json', 'b/b.json');
    link('a/to-b', 'b');
    link('b/to-all', '');
    expect(await found()).toEqual({ files: ['logs/a/a.json', 'logs/a/to-b/b.json'], faults: [] });
  });

  test('with links that lead nowhere and to themselves: they are reported, and the rest is found', async () => {
    write('a.json');
    link('b.json', 'gone.json');
    link('c.json', 'c.json');
    expect(await found()).toEqual({
      files: ['logs/a.json'],
      faults: [
        'logs/b.json: a link to a file that does not exist',
        expect.stringMatching(/^logs\/c.json: cannot be read \(ELOOP/),
      ],
    });
  });
});
