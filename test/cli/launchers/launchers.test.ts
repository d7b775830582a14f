import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import { runCommand } from '../../../cli/command.ts';
import { launchers } from '../../../cli/launchers/launchers.ts';
import { PANGENOMICS } from '../../../local/sample/configuration.ts';
import { botocoreSession, iamUser } from '../../../local/sample/identity.ts';
import { assumedFrom } from '../../../local/sample/sessions.ts';
import { aScreen } from '../a-screen.ts';
import { launchBy, place } from './some-records.ts';

const folder = mkdtempSync(join(tmpdir(), 'launchers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Buffer): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};

const log = (...Records: unknown[]): string => JSON.stringify({ Records });
const session = botocoreSession(PANGENOMICS, '09:00:00');
const byAnn = launchBy(iamUser(PANGENOMICS, 'ann@ucsc.edu'));
const inSession = launchBy(session, '09:31:00');
const assumed = assumedFrom({ at: '09:00:00', place, userName: 'ann@ucsc.edu', session });

const runOver = async (...words: string[]) => {
  const screen = aScreen();
  const code = await runCommand(launchers(), words, screen);
  return { code, lines: screen.lines, errors: screen.errors.map((line) => line.replaceAll(folder, 'logs')) };
};

test('each collection is counted by itself', async () => {
  const one = write('one.json', log(byAnn, assumed));
  const two = write('two.json.gz', gzipSync(log(inSession)));
  const { code, lines, errors } = await runOver(`first=${one}`, two);
  expect({ code, errors }).toEqual({ code: 0, errors: [] });
  expect(lines).toEqual([
    '| Collection | Calls | Made | Launched | A user | Unconfirmed | Wrong |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    '| first | 2 of 2 | 1 of 1 | 1 of 1 | 1 | 1 |  |',
    '| two.json.gz | 0 of 1 | 0 of 1 | 0 of 1 |  |  |  |',
    '',
    '| Identity | Collection | Calls | Made | Launched | A user | Unconfirmed | Wrong |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    '| IAM user | first | 2 of 2 | 1 of 1 | 1 of 1 | 1 | 1 |  |',
    '| role, no AssumeRole record here | two.json.gz | 0 of 1 | 0 of 1 | 0 of 1 |  |  |  |',
    '',
    '| What is left of the evidence | Collection | Sessions | Same | Another | Nobody | None |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
  ]);
});

test('paths of one name are one collection, whose session is known', async () => {
  const one = write('a.json', log(byAnn, assumed));
  const two = write('b=c.json', log(inSession));
  const { lines } = await runOver(`both=${one}`, `both=${two}`);
  expect(lines).toContain('| both | 3 of 3 | 2 of 2 | 2 of 2 | 1 | 2 |  |');
  expect(lines).toContain(
    '| role, AssumeRole record by a user | both | 1 of 1 | 1 of 1 | 1 of 1 |  | 1 |  |',
  );
  expect(lines).toContain('| the call, without the AssumeRole record | both | 1 | 0 | 0 | 1 | 0 |');
});

test('a path needs no name, even with a = in it', async () => {
  const { lines } = await runOver(write('x=y.json', log(byAnn)));
  expect(lines).toContain('| x=y.json | 1 of 1 | 1 of 1 | 1 of 1 | 1 |  |  |');
});

test('a record of several collections counts in the first', async () => {
  const { eventID: _id, ...withoutId } = inSession;
  const one = write('one.ndjson', [byAnn, withoutId].map((each) => JSON.stringify(each)).join('\n'));
  const two = write('two.ndjson', [byAnn, withoutId, assumed].map((each) => JSON.stringify(each)).join('\n'));
  const { lines } = await runOver(`one=${one}`, `two=${two}`);
  expect(lines[2]).toMatch(/^\| one \| 1 of 2 /);
  expect(lines[3]).toMatch(/^\| two \| 2 of 2 /);
});

describe('input that cannot be read is one line, the rest is counted, and the exit code is 1', () => {
  test.each([
    ['no such file', () => join(folder, 'none.json'), 'logs/none.json: no such file or folder'],
    [
      'a truncated gzip',
      () => write('cut.json.gz', gzipSync(log(byAnn)).subarray(0, -20)),
      'logs/cut.json.gz: cannot be read (unexpected end of file)',
    ],
    ['half a JSON', () => write('half.json', log(byAnn).slice(0, -40)), 'logs/half.json: not JSON ('],
    ['another value', () => write('five.json', '5'), 'logs/five.json, line 1: not a CloudTrail record'],
  ])('%s', async (_name, path, expected) => {
    const { code, lines, errors } = await runOver(`good=${write('good.json', log(byAnn))}`, `bad=${path()}`);
    expect(code).toBe(1);
    expect(errors).toEqual([expect.stringContaining(`launchers: ${expected}`)]);
    expect(errors.join()).not.toMatch(/\n|\bat .*:\d+/);
    expect(lines.slice(2, 4)).toEqual([
      '| good | 1 of 1 | 1 of 1 | 1 of 1 | 1 |  |  |',
      '| bad |  |  |  |  |  |  |',
    ]);
  });
});

test('without a collection nothing is counted, and the exit code is 2', async () => {
  expect(await runOver()).toEqual({
    code: 2,
    lines: [],
    errors: ['launchers: Name at least one file or folder of logs. Try: npm run launchers -- --help'],
  });
});
