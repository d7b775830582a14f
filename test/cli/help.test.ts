import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { accessReview } from '../../cli/access/access-review.ts';
import { accounts } from '../../cli/access/accounts.ts';
import { awsConfigCommand } from '../../cli/access/aws-config.ts';
import { offboard } from '../../cli/access/offboard.ts';
import { welcome } from '../../cli/access/welcome.ts';
import { breaker } from '../../cli/breaker/breaker.ts';
import { runCommand } from '../../cli/command.ts';
import { costTag } from '../../cli/cost-tag/cost-tag.ts';
import { doctor } from '../../cli/doctor/doctor.ts';
import { explain } from '../../cli/explain/explain.ts';
import { launchers } from '../../cli/launchers/launchers.ts';
import { notices } from '../../cli/notices/notices.ts';
import { owned } from '../../cli/owned/owned.ts';
import { redrive } from '../../cli/redrive/redrive.ts';
import { registry } from '../../cli/registry/registry.ts';
import { report } from '../../cli/report/report.ts';
import { givenLeast } from '../infra/given-configuration.ts';
import { withConfiguration } from './a-configuration-file.ts';
import { aScreen } from './a-screen.ts';

const ASKING = [
  accessReview(),
  breaker(),
  costTag(),
  doctor(),
  explain(),
  offboard(),
  owned(),
  redrive(),
  report(),
  welcome(),
];

/** Commands that need a word. */
const ABOUT_SOMETHING = ['explain', 'offboard', 'owned', 'welcome'];

const OTHERS = [accounts(), awsConfigCommand(), launchers(), notices(), registry()];

describe.each([...ASKING, ...OTHERS])('npm run $name', (command) => {
  test.each(['--help', '-h'])('%s is answered, within 80 columns, without asking AWS', async (word) => {
    const screen = aScreen();
    expect(await runCommand(command, [word], screen)).toBe(0);
    const lines = screen.lines.join('\n').split('\n');
    expect(lines.join('\n')).toContain(`npm run ${command.name}`);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test('an unknown option is one line, and nothing happens', async () => {
    const screen = aScreen();
    expect(await runCommand(command, ['--hlep'], screen)).toBe(2);
    expect(screen).toMatchObject({
      lines: [],
      errors: [
        `${command.name}: Unknown option '--hlep'; did you mean --help? Try: npm run ${command.name} -- --help`,
      ],
    });
  });
});

describe.each(ASKING)('npm run $name', (command) => {
  /** What it says of a configuration that it cannot use. */
  const refused = async (file: string): Promise<string[]> => {
    const screen = aScreen();
    const about = ABOUT_SOMETHING.includes(command.name) ? ['i-1'] : [];
    expect(await runCommand(command, [...about, '--config', file], screen)).toBe(2);
    return screen.errors;
  };

  test('a file that is not a configuration is one line', async () => {
    expect(await refused('no-such-file.json')).toEqual([
      `${command.name}: configuration: no-such-file.json: no such file`,
    ]);
  });

  test('a wrong field is named, and the file that has it', async () => {
    await withConfiguration({ ...givenLeast(), mod: 'enforce' }, async (file) => {
      expect(await refused(file)).toEqual([
        expect.stringContaining(`${command.name}: configuration: ${file}: mod: "enforce" is not expected`),
      ]);
    });
  });

  test.each([[['--config']], [['--config', '--help']]])('%j lacks a value, and says so', async (words) => {
    const screen = aScreen();
    expect(await runCommand(command, words, screen)).toBe(2);
    expect(screen.errors).toEqual([
      `${command.name}: --config needs a value. Try: npm run ${command.name} -- --help`,
    ]);
  });
});

test.each([
  [accessReview(), ['x']],
  [accounts(), ['x']],
  [awsConfigCommand(), ['a@ucsc.edu', 'x']],
  [costTag(), ['x']],
  [doctor(), ['x']],
  [offboard(), ['a@ucsc.edu', 'x']],
  [welcome(), ['a@ucsc.edu', 'x']],
])('npm run $name takes no word too many', async (command, words) => {
  const screen = aScreen();
  expect(await runCommand(command, words, screen)).toBe(2);
  const { name } = command;
  expect(screen.errors).toEqual([`${name}: 'x' is not expected. Try: npm run ${name} -- --help`]);
});

test.each([
  [awsConfigCommand(), 'Whose'],
  [offboard(), 'Who leaves'],
  [welcome(), 'Whom'],
])('npm run $name asks for the user name', async (command, question) => {
  const screen = aScreen();
  expect(await runCommand(command, [], screen)).toBe(2);
  expect(screen.errors[0]).toContain(`${command.name}: ${question}? The user name is missing. Try:`);
});

/** Scripts that are not commands of cli: each is run as a process. */
const SCRIPTS: readonly (readonly [string, string])[] = [
  ['bench', 'test/bench/main.ts'],
  ['e2e', 'test/e2e/main.ts'],
  ['test:contract', 'test/contract/main.ts'],
];

const ROOT = join(import.meta.dirname, '..', '..');
const ran = (file: string, word: string) =>
  promisify(execFile)(process.execPath, ['--import', './cli/node-24.mjs', file, word], { cwd: ROOT }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      stdout,
      stderr,
    }),
  );

describe.each(SCRIPTS)('npm run %s', (name, file) => {
  test('--help helps within 80 columns, an unknown word is an error, and nothing else happens', async () => {
    const [help, wrong] = await Promise.all([ran(file, '--help'), ran(file, '--hlep')]);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain(`npm run ${name}`);
    expect(help.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(wrong).toEqual({
      code: 2,
      stdout: '',
      stderr: `${name}: Unknown option '--hlep'; did you mean --help? Try: npm run ${name} -- --help\n`,
    });
  });
});

test("npm run test:contract with a word that is in no contract's name makes no environment", async () => {
  expect(await ran('test/contract/main.ts', 'tabel')).toEqual({
    code: 2,
    stdout: '',
    stderr:
      "test:contract: No file of a contract has a name with 'tabel'. Try: npm run test:contract -- --help\n",
  });
});
