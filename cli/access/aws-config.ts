import { suggest } from '../../infra/config/errors.ts';
import { type Command, oneWord, showHelp, understand, WrongUsage, wrongUsage } from '../command.ts';
import { readAccessConfiguration } from '../read-configuration.ts';
import { findPerson, IS_OFF, type Profile, profilesOf } from './people.ts';
import { awsConfig, extensionConfig, grantedConfig, type Owner, toilConfig } from './write-config.ts';

/** The answer to --help. */
export const HELP = `Prints a person's ~/.aws/config: a profile for each role that they were given.
It asks nothing of AWS, and there are no keys in it.

  npm run aws-config -- melinda@ucsc.edu
  npm run --silent aws-config -- melinda@ucsc.edu >> ~/.aws/config

AWS's command line refuses a file with a section twice: first take out those
that are there already.

Options
  --toil NAME     the default profile assumes the role in this sub-account by
                  itself, as Toil needs it; NAME is a profile or a sub-account
  --granted       for Granted, with its colours and descriptions
  --extension     for the browser extension AWS Extend Switch Roles
  --config FILE   cdk.json, or a JSON file with its object tagEnforcement; left
                  out, the cdk.json of this application
  -h, --help      this text

Exit code: 0, or 2 for wrong usage.
`;

const parse = (words: readonly string[]) =>
  understand('aws-config', {
    args: [...words],
    allowPositionals: true,
    options: {
      toil: { type: 'string' },
      granted: { type: 'boolean', default: false },
      extension: { type: 'boolean', default: false },
      config: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });

type Values = ReturnType<typeof parse>['values'];

const profileFor = (name: string, profiles: readonly Profile[]): Profile => {
  const those = profiles.filter(({ profile, subAccount }) => profile === name || subAccount === name);
  const [only, another] = those;
  const names = profiles.map(({ profile }) => profile);
  if (only && !another) return only;
  if (another) {
    const some = those.map(({ profile }) => profile).join(', ');
    throw new WrongUsage(`they have several roles in '${name}': name one of ${some}`);
  }
  const meant = suggest(name, names);
  throw new WrongUsage(
    `they have no role in '${name}'${meant === undefined ? `: there are ${names.join(', ') || 'none'}` : `; did you mean ${meant}?`}`,
  );
};

const write = (owner: Owner, { toil, granted, extension }: Values): string[] => {
  if (toil !== undefined) return toilConfig(owner, profileFor(toil, owner.profiles));
  if (granted) return grantedConfig(owner);
  return extension ? extensionConfig(owner) : awsConfig(owner);
};

/** `npm run aws-config`. */
export const awsConfigCommand = (now: () => Date = () => new Date()): Command => ({
  name: 'aws-config',
  run: async (words, screen) => {
    const { values, positionals } = parse(words);
    if (values.help) return showHelp(HELP, screen);
    const name = oneWord('aws-config', positionals, 'Whose? The user name is missing');
    const formats = [values.toil !== undefined, values.granted, values.extension];
    if (formats.filter(Boolean).length > 1) {
      throw wrongUsage('aws-config', 'Only one of --toil, --granted and --extension is possible');
    }
    const configuration = readAccessConfiguration(values.config);
    const userName = findPerson(configuration.access, name);
    const profiles = profilesOf(configuration, userName, now());
    const lines = write({ configuration, userName, profiles }, values);
    for (const line of lines.slice(0, -1)) screen.out(line);
    if (profiles.length === 0) screen.error(`aws-config: ${userName} has no role in any sub-account`);
    if (!configuration.isSwitchedOn) {
      screen.error(`aws-config: ${IS_OFF}`);
    }
    return 0;
  },
});
