import { access } from '../aws/access.ts';
import { readAccount } from '../aws/read-account.ts';
import {
  type Command,
  configurationOf,
  type ExitCode,
  type Screen,
  understand,
  wrongUsage,
} from '../command.ts';
import { show } from './diagnosis.ts';
import { examine } from './examine.ts';
import { type ExpectedStack, expectedStacks } from './expected.ts';
import type { ReaderOf } from './reader.ts';

/** The answer to --help. */
export const HELP = `Checks an installation from outside: is what cdk.json describes deployed,
switched on and listening?

  npm run doctor                   the hub, with your credentials of the hub
                                   account
  npm run doctor -- --role NAME    the gateway and every sub-account and Region
                                   too, as the role NAME in each of them, which
                                   you must be allowed to assume and which must
                                   be allowed to read (AWS's policy
                                   ReadOnlyAccess is enough)

A line each, ok or FAILED with what to do. Checked are
  stacks            deployed, and the same as this checkout makes: so every
                    account has the same version
  rules             there, enabled, with the expected pattern; and that a trail
                    logs in their Region
  roles             there, trusting whom they should; that the hub can assume
                    them, the last sweep's success shows
  dead letters      none, in the hub and in every account and Region
  state machines    active
  subscriptions     confirmed by administrators and program managers; of
                    persons, how many
  pause, exemptions not paused; none that ends within 14 days

Options
  --role NAME     left out, only the hub account is looked at, and the lines
                  with a question mark say what is not
  --config FILE   cdk.json, or a JSON file with its object tagEnforcement; left
                  out, the cdk.json of this application
  -h, --help      this text

Exit code: 0 if nothing failed, 1 if something did, 2 for wrong usage.
`;

const parse = (words: readonly string[]) =>
  understand('doctor', {
    args: [...words],
    allowPositionals: true,
    options: {
      role: { type: 'string' },
      config: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });

/** What the doctor looks with. */
export type Sources = {
  readonly readers: (
    hub: { readonly accountId: string; readonly region: string },
    roleName: string | null,
  ) => Promise<ReaderOf>;
  readonly expectedStacks: typeof expectedStacks;
  readonly now: () => Date;
};

const AWS: Sources = {
  readers: async (hub, roleName) => {
    const settingsOf = await access(hub, roleName);
    return async (accountId, region) => {
      const settings = await settingsOf(accountId, region);
      return settings && readAccount(settings);
    };
  },
  expectedStacks,
  now: () => new Date(),
};

const examineAll = async (
  { role, config }: { readonly role?: string; readonly config?: string },
  screen: Screen,
  { readers, expectedStacks, now }: Sources,
): Promise<ExitCode> => {
  const configuration = configurationOf(config);
  const readerOf = await readers(configuration.hub, role ?? null);
  screen.progress('synthesizing what should be there');
  const stacks: readonly ExpectedStack[] = expectedStacks(configuration);
  const counts = { ok: 0, failed: 0, unchecked: 0 };
  for await (const section of examine(stacks, configuration, readerOf, now())) {
    for (const { is } of section.diagnoses) counts[is] += 1;
    for (const line of show(section, screen.colour)) screen.out(line);
    screen.progress('looking');
  }
  const notChecked = counts.unchecked > 0 ? `, ${counts.unchecked} stacks not looked at` : '';
  screen.out(`${counts.ok} checks passed, ${counts.failed} failed${notChecked}`);
  return counts.failed > 0 ? 1 : 0;
};

/** `npm run doctor`. */
export const doctor = (instruments: Sources = AWS): Command => ({
  name: 'doctor',
  run: async (words, screen) => {
    const { values, positionals } = parse(words);
    const [unexpected] = positionals;
    if (unexpected !== undefined) {
      throw wrongUsage('doctor', `'${unexpected}' is not expected`);
    }
    if (values.help) {
      screen.out(HELP.trimEnd());
      return 0;
    }
    return examineAll(values, screen, instruments);
  },
});
