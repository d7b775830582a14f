import { describe, expect, test } from '@jest/globals';
import { parseCommandLine } from '../../../local/simulation/command-line.ts';
import { run } from '../../../local/simulation/run.ts';

describe('parseCommandLine', () => {
  test('one seed is played alone', () => {
    expect(parseCommandLine(['--seed', '42'])).toMatchObject({ seed: 42, runs: null });
  });

  test('many runs begin with a seed', () => {
    expect(parseCommandLine(['--runs', '10', '--jobs', '4'])).toMatchObject({ seed: 1, runs: 10, jobs: 4 });
    expect(parseCommandLine(['--runs', '10', '--seed', '5'])).toMatchObject({ seed: 5, runs: 10 });
  });

  test.each([[[]], [['--runs', '0']], [['--runs', 'many']], [['--seed', '-1']], [['--sed', '1']], [['7']]])(
    '%j is wrong usage',
    (words) => {
      expect(() => parseCommandLine(words)).toThrow('npm run simulate -- --help');
    },
  );
});

test('wrong usage is told in a line, with exit code 2', async () => {
  const lines: string[] = [];
  const terminal = { out: () => {}, error: (line: string) => lines.push(line), progress: () => {} };
  expect(await run(['--runs'], terminal)).toBe(2);
  expect(lines).toEqual([expect.stringMatching(/^simulate: .*--help$/)]);
});

test('runs that all hold are not enough where a kind of fault never struck: exit code 1', async () => {
  const told: string[] = [];
  const done: number[] = [];
  const terminal = {
    out: (text: string) => told.push(text),
    error: () => {},
    progress: (runs: number) => done.push(runs),
  };
  expect(await run(['--runs', '2', '--jobs', '1'], terminal)).toBe(1);
  expect(done).toEqual([1, 2]);
  expect(told.join('')).toContain('All held.');
  expect(told.join('')).toContain('Never tried: ');
});
