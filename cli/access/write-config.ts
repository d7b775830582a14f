import type { AccessConfiguration } from '../read-configuration.ts';
import { mfaSerial, type Profile, sourceProfile } from './people.ts';

/** For whom a file is written. */
export type Owner = {
  readonly configuration: AccessConfiguration;
  readonly userName: string;
  readonly profiles: readonly Profile[];
};

/** The longest session of a role, in seconds. */
const SESSION_SECONDS = 12 * 3600;

/** Containers of Firefox, and colours of the extension, by which accounts are told apart. */
const COLOURS = [
  ['blue', '37adff'],
  ['green', '51cd00'],
  ['orange', 'ff9f00'],
  ['purple', 'af51f5'],
  ['turquoise', '00c79a'],
  ['yellow', 'ffcb00'],
  ['pink', 'ff4bda'],
  ['red', 'ff613d'],
] as const;

const colourOf = (index: number) => COLOURS[index % COLOURS.length] ?? COLOURS[0];

type Entry = readonly [key: string, value: string | number];

const section = (name: string, entries: readonly Entry[]): string[] => [
  `[${name}]`,
  ...entries.map(([key, value]) => `${key} = ${value}`),
  '',
];

const keysSection = ({ configuration }: Owner): string[] =>
  section(`profile ${sourceProfile(configuration)}`, [
    ['region', configuration.hub.region],
    ['output', 'json'],
  ]);

/** https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-role.html */
const roleEntries = ({ configuration, userName }: Owner, { roleArn, region }: Profile): Entry[] => [
  ['role_arn', roleArn],
  ['source_profile', sourceProfile(configuration)],
  ['mfa_serial', mfaSerial(configuration.gateway.accountId, userName)],
  ['duration_seconds', SESSION_SECONDS],
  ['role_session_name', userName],
  ['region', region],
];

/** It begins with an empty line: the file to which it is added may end without a line break. */
const head = ({ configuration, userName }: Owner): string[] => [
  '',
  `# Access of ${userName}, for ~/.aws/config. The keys are not in it: run`,
  `#   aws configure --profile ${sourceProfile(configuration)}`,
  '',
];

const roleSections = (owner: Owner, more: (profile: Profile, index: number) => readonly Entry[] = () => []) =>
  owner.profiles.flatMap((profile, index) =>
    section(`profile ${profile.profile}`, [...roleEntries(owner, profile), ...more(profile, index)]),
  );

/** `~/.aws/config` with a profile an assignment. */
export const awsConfig = (owner: Owner): string[] => [
  ...head(owner),
  ...keysSection(owner),
  ...roleSections(owner),
];

/**
 * `~/.aws/config` whose default profile assumes one role by itself, as Toil needs it. Toil asks for the code in the terminal
 * by botocore's prompt, and keeps the session in botocore's cache; botocore does not renew a session with MFA
 * (RefreshWithMFAUnsupportedError): Toil's src/toil/lib/aws/session.py, botocore's credentials.py.
 */
export const toilConfig = (owner: Owner, profile: Profile): string[] => [
  ...head(owner),
  ...keysSection(owner),
  '# Toil uses the default profile, unless TOIL_AWS_PROFILE names another. Its first',
  '# command asks for an MFA code in the terminal, and keeps the session for 12 hours',
  '# in ~/.aws/boto/cache. In the background nobody can be asked: run one command in a',
  '# terminal first. Nor is a session renewed: what takes longer than 12 hours needs a',
  '# leader in EC2, which has a role of its own. So that a code that you gave to the',
  '# AWS command line counts for Toil too, let them share their sessions, once:',
  // Toil may have made the directory: ln would put the link into it.
  '#   mkdir -p ~/.aws/boto ~/.aws/cli/cache && rm -rf ~/.aws/boto/cache',
  '#   ln -s ../cli/cache ~/.aws/boto/cache',
  '# Whose the instances are that it launches, in your ~/.bashrc or ~/.zshrc:',
  `#   export TOIL_OWNER_TAG=${owner.userName}`,
  ...section('default', roleEntries(owner, profile)),
  ...roleSections(owner),
];

/**
 * `~/.aws/config` for Granted. It reads the same keys, and its own for colours and descriptions; it moves access keys into a
 * store of its own only for a profile that has some: pkg/cfaws/profiles.go and pkg/granted/credentials.go there.
 * https://docs.commonfate.io/granted/usage/assuming-roles
 */
export const grantedConfig = (owner: Owner): string[] => {
  const keys = sourceProfile(owner.configuration);
  return [
    ...head(owner),
    '# Then let Granted take the keys into its store, and assume a role:',
    `#   granted credentials import ${keys}`,
    `#   assume ${owner.profiles[0]?.profile ?? 'PROFILE'}`,
    '',
    ...keysSection(owner),
    ...roleSections(owner, ({ subAccount, role }, index) => [
      ['granted_description', `${role} in ${subAccount}`],
      ['granted_color', colourOf(index)[0]],
    ]),
  ];
};

/**
 * The configuration of the browser extension AWS Extend Switch Roles: a base account, and roles that name it as their source.
 * Without a role there is none: the extension would take the base account for a role, and refuse all of it.
 * https://github.com/tilfinltd/aws-extend-switch-roles#complex-configuration
 */
export const extensionConfig = ({ configuration, profiles }: Owner): string[] => {
  const { accountId, alias } = configuration.gateway;
  const base = sourceProfile(configuration);
  if (profiles.length === 0) return [];
  return [
    ...section(base, [
      ['aws_account_id', accountId],
      ['aws_account_alias', alias],
    ]),
    ...profiles.flatMap(({ profile, roleArn, region }, index) =>
      section(profile, [
        ['role_arn', roleArn],
        ['source_profile', base],
        ['region', region],
        ['color', colourOf(index)[1]],
      ]),
    ),
  ];
};
