import { describe, expect, test } from '@jest/globals';
import { HELP, parseCommandLine } from './command-line.ts';
import { run } from './run.ts';

describe('parseCommandLine', () => {
  test('one seed is played alone', () => {
    expect(parseCommandLine(['--seed', '42'])).toMatchObject({ seed: 42, runs: null });
  });

  test('many runs begin with a seed', () => {
    expect(parseCommandLine(['--runs', '10', '--jobs', '4'])).toMatchObject({ seed: 1, runs: 10, jobs: 4 });
    expect(parseCommandLine(['--runs', '10', '--seed', '5'])).toMatchObject({ seed: 5, runs: 10 });
  });

  test('fresh runs begin with a seed of their own', () => {
    expect(parseCommandLine(['--fresh'])).toMatchObject({ isFresh: true, runs: null });
    expect(parseCommandLine(['--fresh', '--runs', '10'])).toMatchObject({ isFresh: true, runs: 10 });
    expect(parseCommandLine(['--runs', '10'])).toMatchObject({ isFresh: false });
  });

  test('a history is played alone, and one seed is written as a history', () => {
    expect(parseCommandLine(['--history', 'a.json'])).toMatchObject({ history: 'a.json', write: null });
    for (const words of [
      ['--seed', '7', '--write', 'a.json'],
      ['--seed', '7', '--runs', '1', '--write', 'a.json'],
    ]) {
      expect(parseCommandLine(words)).toMatchObject({ seed: 7, write: 'a.json', history: null });
    }
  });

  test.each([
    [['--history', 'a.json', '--seed', '7']],
    [['--history', 'a.json', '--runs', '7']],
    [['--history', 'a.json', '--write', 'b.json']],
    [['--write', 'a.json']],
    [['--runs', '1', '--write', 'a.json']],
    [['--seed', '7', '--runs', '2', '--write', 'a.json']],
    [['--history']],
    [['--fresh', '--seed', '7']],
    [['--fresh', '--history', 'a.json']],
    [['--fresh', '--seed', '7', '--write', 'a.json']],
  ])('%j is wrong usage, since it asks for two things or for none', (words) => {
    expect(() => parseCommandLine(words)).toThrow('npm run simulate -- --help');
  });

  test.each([[[]], [['--runs', '0']], [['--runs', 'many']], [['--seed', '-1']], [['--sed', '1']], [['7']]])(
    '%j is wrong usage',
    (words) => {
      expect(() => parseCommandLine(words)).toThrow('npm run simulate -- --help');
    },
  );
});

test('a history that cannot be read is reported in one line, with exit code 2', async () => {
  const lines: string[] = [];
  const terminal = { out: () => {}, error: (line: string) => lines.push(line), progress: () => {} };
  expect(await run(['--history', 'no-such-file.json'], terminal)).toBe(2);
  expect(lines).toEqual(['simulate: no-such-file.json: no such file']);
});

test('the answer to --help fits on a terminal of 80 columns', () => {
  expect(HELP.split('\n').filter((line) => line.length > 80)).toEqual([]);
  for (const option of ['--runs', '--seed', '--fresh', '--jobs', '--history', '--write'])
    expect(HELP).toContain(option);
});

test('wrong usage is reported in one line, with exit code 2', async () => {
  const lines: string[] = [];
  const terminal = { out: () => {}, error: (line: string) => lines.push(line), progress: () => {} };
  expect(await run(['--runs'], terminal)).toBe(2);
  expect(lines).toEqual([expect.stringMatching(/^simulate: .*--help$/)]);
});

test('the exit code is 1 if no rule was broken, but a kind of fault never struck', async () => {
  const printed: string[] = [];
  const done: number[] = [];
  const terminal = {
    out: (text: string) => printed.push(text),
    error: () => {},
    progress: (runs: number) => done.push(runs),
  };
  expect(await run(['--runs', '2', '--jobs', '1'], terminal)).toBe(1);
  expect(done).toEqual([1, 2]);
  expect(printed.join('')).toContain('No rule was broken.');
  expect(printed.join('')).toContain('Never happened: ');
});
