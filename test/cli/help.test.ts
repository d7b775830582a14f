import { describe, expect, test } from '@jest/globals';
import { breaker } from '../../cli/breaker/breaker.ts';
import { runCommand } from '../../cli/command.ts';
import { doctor } from '../../cli/doctor/doctor.ts';
import { explain } from '../../cli/explain/explain.ts';
import { notices } from '../../cli/notices/notices.ts';
import { redrive } from '../../cli/redrive/redrive.ts';
import { aScreen } from './a-screen.ts';

const ASKING = [breaker(), doctor(), explain(), redrive()];

describe.each([...ASKING, notices()])('npm run $name', (command) => {
  test.each(['--help', '-h'])('%s is answered, within 130 columns, without asking AWS', async (word) => {
    const screen = aScreen();
    expect(await runCommand(command, [word], screen)).toBe(0);
    const lines = screen.lines.join('\n').split('\n');
    expect(lines.join('\n')).toContain(`npm run ${command.name}`);
    expect(lines.filter((line) => line.length > 130)).toEqual([]);
  });

  test('an option that there is not is told in a line, and nothing happens', async () => {
    const screen = aScreen();
    expect(await runCommand(command, ['--hlep'], screen)).toBe(2);
    expect(screen).toMatchObject({
      lines: [],
      errors: [`${command.name}: Unknown option '--hlep'. Try: npm run ${command.name} -- --help`],
    });
  });
});

describe.each(ASKING)('npm run $name', (command) => {
  test('a configuration that is none is told in a line', async () => {
    const screen = aScreen();
    expect(
      await runCommand(
        command,
        ['i-1', '--config', 'no-such-file.json'].slice(command.name === 'explain' ? 0 : 1),
        screen,
      ),
    ).toBe(2);
    expect(screen.errors).toEqual([`${command.name}: configuration: no such file`]);
  });
});
