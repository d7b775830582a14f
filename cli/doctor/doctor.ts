import { access } from '../aws/access.ts';
import { readAccount } from '../aws/read-account.ts';
import {
  type Command,
  configurationOf,
  type ExitCode,
  noWords,
  type Screen,
  showHelp,
  understand,
} from '../command.ts';
import { show } from './diagnosis.ts';
import { examine } from './examine.ts';
import { type ExpectedStack, expectedStacks } from './expected.ts';
import type { ReaderOf } from './reader.ts';

/** The answer to --help. */
const HELP = `Checks an installation from outside: is everything that cdk.json describes
deployed, enabled and working?

  npm run doctor                   the hub, with your credentials of the hub
                                   account
  npm run doctor -- --role NAME    the gateway and every sub-account and Region
                                   too, as the role NAME in each of them, which
                                   you must be allowed to assume and which must
                                   be allowed to read (AWS's policy
                                   ReadOnlyAccess is enough)

Each check prints a line: ok, or FAILED with what to do. It checks
  stacks            deployed, and equal to what this checkout makes, so that
                    every account has the same version
  rules             existing, enabled, with the right pattern; and that a trail
                    logs the launches in their Region
  roles             existing, with the right trust policy; the last sweep's
                    success shows that the hub can assume them
  dead letters      none, in the hub and in every account and Region
  state machines    active
  subscriptions     confirmed by administrators and program managers; how many
                    persons have confirmed
  pause, exemptions not paused; none that ends within 14 days
  costs             since when the tag is active for cost allocation, where the
                    configuration names the payer account

Options
  --role NAME     left out, only the hub account is checked, and the lines with
                  a question mark show what is not
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

/** What `doctor` depends on. */
type Sources = {
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
  screen.progress('synthesizing the stacks');
  const stacks: readonly ExpectedStack[] = expectedStacks(configuration);
  const counts = { ok: 0, failed: 0, unchecked: 0 };
  for await (const section of examine(stacks, configuration, readerOf, now())) {
    for (const { is } of section.diagnoses) counts[is] += 1;
    for (const line of show(section, screen.colour)) screen.out(line);
    screen.progress('checking');
  }
  const notChecked = counts.unchecked > 0 ? `, ${counts.unchecked} places not checked` : '';
  screen.out(`${counts.ok} checks passed, ${counts.failed} failed${notChecked}`);
  return counts.failed > 0 ? 1 : 0;
};

/** `npm run doctor`. */
export const doctor = (sources: Sources = AWS): Command => ({
  name: 'doctor',
  run: async (words, screen) => {
    const { values, positionals } = parse(words);
    noWords('doctor', positionals);
    if (values.help) return showHelp(HELP, screen);
    return examineAll(values, screen, sources);
  },
});
