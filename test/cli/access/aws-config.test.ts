import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ConfigParser } from 'aesr-config';
import { awsConfigCommand } from '../../../cli/access/aws-config.ts';
import { givenLeast } from '../../infra/given-configuration.ts';
import { givenAccess, NOW, said } from './given-access.ts';

const asked = (...words: string[]) =>
  said(
    awsConfigCommand(() => NOW),
    words,
  );

/** The sections of a file, with their keys. */
const sectionsOf = (lines: readonly string[]) => {
  const sections = new Map<string, Record<string, string>>();
  let last: Record<string, string> = {};
  for (const line of lines) {
    const [, name] = /^\[(.+)\]$/.exec(line) ?? [];
    const [, key, value = ''] = /^(\w+) = (.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      expect(sections.has(name)).toBe(false);
      last = {};
      sections.set(name, last);
    } else if (key !== undefined) last[key] = value;
    else expect(line).toMatch(/^(#.*)?$/);
  }
  return Object.fromEntries(sections);
};

const PANGENOMICS = {
  role_arn: 'arn:aws:iam::422448306679:role/developer',
  source_profile: 'gi-gateway',
  mfa_serial: 'arn:aws:iam::333344445555:mfa/melinda@ucsc.edu',
  duration_seconds: '43200',
  role_session_name: 'melinda@ucsc.edu',
  region: 'us-west-2',
};

describe('~/.aws/config', () => {
  test('has a profile an assignment, in a Region of its sub-account, and no key', async () => {
    const { code, lines, errors } = await asked('melinda@ucsc.edu');
    expect({ code, errors }).toEqual({ code: 0, errors: [] });
    expect(sectionsOf(lines)).toEqual({
      'profile gi-gateway': { region: 'us-west-2', output: 'json' },
      'profile pangenomics': PANGENOMICS,
      'profile sandbox-developer': {
        ...PANGENOMICS,
        role_arn: 'arn:aws:iam::111122223333:role/developer',
        region: 'us-east-1',
      },
      'profile sandbox-reader': {
        ...PANGENOMICS,
        role_arn: 'arn:aws:iam::111122223333:role/reader',
        region: 'us-east-1',
      },
    });
    expect(lines.join('\n')).not.toMatch(/access_key|secret/);
    // Added to a file without a line break at its end, it begins on a line of its own.
    expect(lines[0]).toBe('');
  });

  test('lacks what has ended, and says so if nothing is left', async () => {
    const { code, lines, errors } = await asked('guest@ucsc.edu');
    expect(Object.keys(sectionsOf(lines))).toEqual(['profile gi-gateway']);
    expect({ code, errors }).toEqual({
      code: 0,
      errors: ['aws-config: guest@ucsc.edu has no role in any sub-account'],
    });
  });

  test('for Toil: the commands that share sessions work as pasted, also where Toil has a cache, and twice', async () => {
    const { lines } = await asked('melinda@ucsc.edu', '--toil', 'pangenomics');
    const commands = lines.flatMap((one) => /^# +((?:mkdir|ln) .*)/.exec(one)?.[1] ?? []).join('\n');
    const HOME = mkdtempSync(join(tmpdir(), 'home-'));
    try {
      mkdirSync(join(HOME, '.aws', 'boto', 'cache'), { recursive: true });
      for (const _ of ['once', 'twice'])
        execFileSync('sh', ['-ec', commands], { env: { ...process.env, HOME } });
      expect(readlinkSync(join(HOME, '.aws', 'boto', 'cache'))).toBe('../cli/cache');
      expect(readdirSync(join(HOME, '.aws', 'cli', 'cache'))).toEqual([]);
    } finally {
      rmSync(HOME, { recursive: true });
    }
  });

  test('for Toil: the default profile is the role, and the rest is there too', async () => {
    const { lines } = await asked('melinda@ucsc.edu', '--toil', 'pangenomics');
    const sections = sectionsOf(lines);
    expect(sections.default).toEqual(PANGENOMICS);
    expect(sections['profile pangenomics']).toEqual(PANGENOMICS);
    expect(lines).toContain('#   export TOIL_OWNER_TAG=melinda@ucsc.edu');
    expect(lines.filter((line) => line.length > 86)).toEqual([]);
  });

  test('for Granted: its own keys beside the same ones', async () => {
    const sections = sectionsOf((await asked('melinda@ucsc.edu', '--granted')).lines);
    expect(sections['profile pangenomics']).toEqual({
      ...PANGENOMICS,
      granted_description: 'developer in pangenomics',
      granted_color: 'blue',
    });
    // With an mfa_serial there, Granted would ask for two codes.
    expect(sections['profile gi-gateway']).toEqual({ region: 'us-west-2', output: 'json' });
  });

  test('for the extension: a base account, and roles that name it', async () => {
    const sections = sectionsOf((await asked('bob@ucsc.edu', '--extension')).lines);
    expect(sections).toEqual({
      'gi-gateway': { aws_account_id: '333344445555', aws_account_alias: 'gi-gateway' },
      pangenomics: {
        role_arn: 'arn:aws:iam::422448306679:role/developer',
        source_profile: 'gi-gateway',
        region: 'us-west-2',
        color: '37adff',
      },
    });
  });

  test('for the extension: its own parser reads the base account and each role', async () => {
    const { text } = await asked('melinda@ucsc.edu', '--extension');
    const { singles, complexes } = ConfigParser.parseIni(text);
    expect(singles).toEqual([]);
    expect(complexes).toMatchObject([
      {
        name: 'gi-gateway',
        aws_account_id: '333344445555',
        aws_account_alias: 'gi-gateway',
        targets: [
          {
            name: 'pangenomics',
            aws_account_id: '422448306679',
            role_name: 'developer',
            region: 'us-west-2',
          },
          { name: 'sandbox-developer', aws_account_id: '111122223333', role_name: 'developer' },
          {
            name: 'sandbox-reader',
            aws_account_id: '111122223333',
            role_name: 'reader',
            region: 'us-east-1',
          },
        ],
      },
    ]);
  });

  test('for the extension: nothing for somebody who has no role, which it would refuse', async () => {
    const { lines, errors } = await asked('guest@ucsc.edu', '--extension');
    expect(lines).toEqual([]);
    expect(errors).toEqual(['aws-config: guest@ucsc.edu has no role in any sub-account']);
  });

  test('names of sub-accounts become names of profiles that need no quotes, each its own', async () => {
    const given = givenAccess({
      roles: { developer: { managedPolicies: ['arn:aws:iam::aws:policy/PowerUserAccess'] } },
      people: [
        {
          userName: 'melinda@ucsc.edu',
          subAccounts: {
            'Long reads [old]': 'developer',
            'Long reads (old)': 'developer',
            'Long-reads-old-111122223333': 'developer',
            'Long~reads~old': 'developer',
            'gi-gateway': 'developer',
          },
        },
      ],
    });
    const subAccounts = [
      { name: 'Long reads [old]', accountId: '555566667777' },
      { name: 'Long-reads-old-111122223333', accountId: '666677778888' },
      { name: 'Long~reads~old', accountId: '111122223333' },
      { name: 'Long reads (old)', accountId: '222233334444' },
      { name: 'gi-gateway', accountId: '444455556666' },
    ];
    const { lines } = await said(
      awsConfigCommand(() => NOW),
      ['melinda@ucsc.edu'],
      { ...given, subAccounts },
    );
    expect(Object.keys(sectionsOf(lines))).toEqual([
      'profile gi-gateway',
      'profile Long-reads-old',
      'profile Long-reads-old-555566667777',
      'profile Long-reads-old-111122223333',
      'profile Long-reads-old-111122223333-2',
      'profile gi-gateway-444455556666',
    ]);
  });
});

describe('a mistake is one line', () => {
  test.each([
    [
      ['melnda@ucsc.edu'],
      "aws-config: access.people has no 'melnda@ucsc.edu'; did you mean melinda@ucsc.edu?",
    ],
    [
      ['Melinda@ucsc.edu'],
      "aws-config: access.people has no 'Melinda@ucsc.edu'; did you mean melinda@ucsc.edu?",
    ],
    [[], 'aws-config: Whose? The user name is missing. Try: npm run aws-config -- --help'],
    [
      ['bob@ucsc.edu', '--granted', '--extension'],
      'aws-config: Only one of --toil, --granted and --extension is possible. Try: npm run aws-config -- --help',
    ],
    [
      ['melinda@ucsc.edu', '--toil', 'pangenomic'],
      "aws-config: they have no role in 'pangenomic'; did you mean pangenomics?",
    ],
    [
      ['melinda@ucsc.edu', '--toil', 'sandbox'],
      "aws-config: they have several roles in 'sandbox': name one of sandbox-developer, sandbox-reader",
    ],
  ])('%j', async (words, error) => {
    expect(await asked(...words)).toMatchObject({ code: 2, lines: [], errors: [error] });
  });

  test('a configuration without access says what to write', async () => {
    const { code, lines, errors } = await said(awsConfigCommand(), ['melinda@ucsc.edu'], givenLeast());
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(errors).toEqual([
      expect.stringMatching(
        /^aws-config: configuration: .*ours\.json: access: missing, expected .*"people".*configuration\.md#access$/,
      ),
    ]);
  });
});

test('access that is not switched on is printed, and said to be off', async () => {
  const { code, lines, errors } = await said(
    awsConfigCommand(() => NOW),
    ['bob@ucsc.edu'],
    givenAccess({ enabled: false }),
  );
  expect(code).toBe(0);
  expect(Object.keys(sectionsOf(lines))).toContain('profile pangenomics');
  expect(errors).toEqual([expect.stringContaining('access is off')]);
});
