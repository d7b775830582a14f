import type { Command, ExitCode } from '../../../cli/command.ts';
import { runCommand } from '../../../cli/command.ts';
import { givenTwoAccounts } from '../../infra/given-configuration.ts';
import { withConfiguration } from '../a-configuration-file.ts';
import { aScreen } from '../a-screen.ts';

/** An instant while every assignment below holds, except the guest's. */
export const NOW = new Date('2026-11-27T18:00:00Z');

/** Two accounts, two roles, three people; the guest's assignment has ended. */
export const givenAccess = (more: Readonly<Record<string, unknown>> = {}) => ({
  ...givenTwoAccounts(),
  access: {
    roles: {
      developer: { managedPolicies: ['arn:aws:iam::aws:policy/PowerUserAccess'] },
      reader: { managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
    },
    people: [
      {
        userName: 'melinda@ucsc.edu',
        subAccounts: { pangenomics: 'developer', sandbox: ['developer', 'reader'] },
      },
      { userName: 'bob@ucsc.edu', subAccounts: { pangenomics: 'developer' } },
      { userName: 'guest@ucsc.edu', subAccounts: { sandbox: { role: 'reader', until: '2026-11-26' } } },
    ],
    ...more,
  },
});

/** What a command says for a configuration. */
export const said = (command: Command, words: readonly string[], configuration: unknown = givenAccess()) =>
  withConfiguration(configuration, async (file) => {
    const screen = aScreen();
    const code: ExitCode = await runCommand(command, [...words, '--config', file], screen);
    return { code, lines: screen.lines, errors: screen.errors, text: screen.lines.join('\n') };
  });
