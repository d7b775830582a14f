import { describe, expect, test } from '@jest/globals';
import { accessReview, type Readers } from '../../../cli/access/access-review.ts';
import type { Finding } from '../../../cli/access/shut-out.ts';
import type { IamEntity, SeenSession } from '../../../cli/aws/gateway.ts';
import type { UserPolicies } from '../../../lambdas/domain/access/findings.ts';
import { CredentialReportNotMade } from '../../../lambdas/domain/errors.ts';
import { aReport, aRow } from '../../lambdas/domain/access/a-credential-report.ts';
import { givenAccess, NOW, said } from './given-access.ts';

const DEVELOPER = 'arn:aws:iam::422448306679:role/developer';
const READER = 'arn:aws:iam::422448306679:role/reader';
const MADE_AT = new Date('2026-11-27T15:00:00Z');
const OLD = new Date('2024-01-01T00:00:00Z');

const may = (...Resource: string[]) => ({
  Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource },
});
const ADMINISTRATOR = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

const aUser = (userName: string, ...policies: object[]): UserPolicies => ({
  userName,
  createdAt: OLD,
  policies,
});

type Given = {
  readonly rows?: readonly Readonly<Record<string, string>>[];
  readonly text?: string;
  readonly users?: readonly UserPolicies[];
  readonly totp?: Readonly<Record<string, readonly string[]>>;
  readonly sessions?: readonly SeenSession[];
  readonly roleUse?: Readers['roleUse'];
  readonly others?: Readers['others'];
};

const readersOf = ({
  rows = [],
  text,
  users = [],
  totp = {},
  sessions = [],
  roleUse,
  others,
}: Given): Readers => ({
  gateway: {
    credentialReport: async () => ({ text: text ?? aReport(rows.map(aRow)), madeAt: MADE_AT }),
    users: async () => [...users],
    totpDevices: async () => new Map(Object.entries(totp)),
    sessions: async () => [...sessions],
  },
  others: others ?? (async () => []),
  roleUse: roleUse ?? (async () => ({ createdAt: OLD, usedAt: new Date('2026-11-26T00:00:00Z') })),
});

const run = (
  given: Given,
  words: readonly string[] = [],
  configuration: unknown = givenAccess(),
  columns = 80,
) =>
  said(
    accessReview(
      async () => readersOf(given),
      () => NOW,
      columns,
    ),
    words,
    configuration,
  );

/** What was found, as JSON has it: kind and about whom. */
const found = async (given: Given, ...words: string[]): Promise<string[]> => {
  const { text } = await run(given, [...words, '--json']);
  const { findings }: { findings: Finding[] } = JSON.parse(text);
  return findings.map(({ kind, about }) => `${kind} ${about}`);
};

const KEY = { access_key_1_active: 'true', access_key_1_last_rotated: '2026-11-01T00:00:00+00:00' };

describe('who has access as it is', () => {
  test('a user with MFA who was active lately, with a young key, is no finding', async () => {
    expect(await found({ rows: [KEY] })).toEqual([]);
    expect((await run({ rows: [KEY] })).code).toBe(0);
  });

  test.each([
    ['a password without MFA', { mfa_active: 'false' }, ['no-mfa']],
    ['a key without MFA', { ...KEY, mfa_active: 'false', password_enabled: 'false' }, ['no-mfa']],
    ['neither password nor key', { mfa_active: 'false', password_enabled: 'false' }, []],
    ['a password of long ago', { password_last_used: '2026-08-28T00:00:00+00:00' }, ['unused']],
    ['a password of 90 days ago', { password_last_used: '2026-08-29T18:00:00+00:00' }, []],
    ['a password that was never used', { password_last_used: 'no_information' }, ['unused']],
    [
      'a user made lately',
      { password_last_used: 'no_information', user_creation_time: '2026-11-01T00:00:00Z' },
      [],
    ],
    [
      'a key that is used, and a password that is not',
      { ...KEY, password_last_used: 'N/A', access_key_1_last_used_date: '2026-11-25T00:00:00Z' },
      [],
    ],
    ['an old key', { ...KEY, access_key_1_last_rotated: '2026-08-01T00:00:00Z' }, ['old-key']],
    ['an old key that is disabled', { access_key_1_last_rotated: '2026-08-01T00:00:00Z' }, []],
    [
      'root with a key and without MFA',
      {
        ...KEY,
        user: '<root_account>',
        password_enabled: 'not_supported',
        mfa_active: 'false',
        password_last_used: '2020-01-01T00:00:00Z',
      },
      ['no-mfa', 'root-key'],
    ],
  ])('%s', async (_what, row, kinds) => {
    expect((await found({ rows: [row] })).map((text) => text.split(' ')[0])).toEqual(kinds);
  });

  test('what AWS allows and the configuration does not give; nothing about administrators', async () => {
    const users = [
      aUser('melinda@ucsc.edu', may(DEVELOPER, READER)),
      aUser('bob@ucsc.edu', may('arn:aws:iam::*:role/developer')),
      aUser('guest@ucsc.edu', may('arn:aws:iam::111122223333:role/reader')),
      aUser('admin@ucsc.edu', ADMINISTRATOR),
    ];
    const rows = users.map(({ userName }) => ({ user: userName }));
    expect(await found({ rows, users })).toEqual([
      'not-assigned melinda@ucsc.edu',
      'not-assigned bob@ucsc.edu',
      'not-assigned guest@ucsc.edu',
    ]);
    const { lines } = await run({ rows, users });
    expect(lines.join(' ')).toContain(`melinda@ucsc.edu may assume`);
    expect(lines.join(' ')).not.toContain(`assume ${DEVELOPER},`);
  });

  test('a user who is missing in the report; but not one who came after it', async () => {
    const users = [
      aUser('bob@ucsc.edu'),
      { ...aUser('new@ucsc.edu'), createdAt: new Date('2026-11-27T16:00:00Z') },
    ];
    expect(await found({ rows: [{}], users })).toEqual(['not-reported bob@ucsc.edu']);
  });

  test('roles that nobody assumes, that do not exist, and that could not be looked at', async () => {
    const roleUse: Readers['roleUse'] = async (accountId, role) => {
      if (accountId === '111122223333') throw new Error('the role cannot be assumed');
      return role === 'reader' ? null : { createdAt: OLD, usedAt: null };
    };
    expect(await found({ roleUse })).toEqual([
      'unused-role developer in pangenomics',
      'no-role reader in pangenomics',
    ]);
    const { lines } = await run({ roleUse });
    expect(lines).toContain('? not looked at: roles of sandbox: give --role NAME, one that you may assume');
    const off = await run({ roleUse: async () => null }, ['--json'], givenAccess({ enabled: false }));
    expect(JSON.parse(off.text)).toEqual({ findings: [], unread: [] });
    const young: Readers['roleUse'] = async () => ({
      createdAt: new Date('2026-11-01T00:00:00Z'),
      usedAt: null,
    });
    expect(await found({ roleUse: young })).toEqual([]);
  });

  test.each([80, 120])('its lines fit %i columns, and it ends with 1', async (columns) => {
    const rows = [
      { user: `${'long.'.repeat(10)}name@ucsc.edu`, mfa_active: 'false', password_last_used: 'N/A' },
    ];
    const users = [aUser('melinda@ucsc.edu', may(READER))];
    const { code, lines } = await run({ rows, users }, [], givenAccess(), columns);
    expect(code).toBe(1);
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    expect(lines.at(-1)).toBe('4 findings.');
  });

  test('what AWS refuses is one line', async () => {
    const readers = readersOf({});
    const users = async () => {
      throw Object.assign(new Error('not authorized to perform: iam:GetAccountAuthorizationDetails'), {
        $metadata: {},
      });
    };
    const command = accessReview(async () => ({ ...readers, gateway: { ...readers.gateway, users } }));
    expect(await said(command, [])).toMatchObject({
      code: 1,
      lines: [],
      errors: ['access-review: not authorized to perform: iam:GetAccountAuthorizationDetails'],
    });
  });

  test('a report that IAM does not make is one line, which says what to do', async () => {
    const readers = readersOf({});
    const credentialReport = () => Promise.reject(new CredentialReportNotMade(60));
    const command = accessReview(async () => ({
      ...readers,
      gateway: { ...readers.gateway, credentialReport },
    }));
    expect(await said(command, [])).toMatchObject({
      code: 1,
      lines: [],
      errors: [
        expect.stringMatching(
          /^access-review: IAM has not made its credential report .*: try again in some minutes/,
        ),
      ],
    });
  });

  test('a report that is broken off is one line', async () => {
    const text = aReport([aRow({})]).slice(0, -20);
    expect(await run({ text })).toMatchObject({
      code: 1,
      lines: [],
      errors: [
        expect.stringMatching(
          /^access-review: the credential report cannot be read: line 2 has \d+ of 22 cells/,
        ),
      ],
    });
  });
});

describe('--plan', () => {
  const session = (userName: string, sessionName: string, roleArn = DEVELOPER): SeenSession => ({
    userName,
    sessionName,
    roleArn,
    at: new Date('2026-11-20T00:00:00Z'),
  });
  const melinda = aUser('melinda@ucsc.edu', may(DEVELOPER));
  const named = { 'melinda@ucsc.edu': ['arn:aws:iam::333344445555:mfa/melinda@ucsc.edu'] };

  test('whoever has MFA, a device of their name, their name in sessions, and an assignment, stays in', async () => {
    const sessions = [session('melinda@ucsc.edu', 'melinda@ucsc.edu')];
    const { code, lines } = await run({ rows: [KEY], users: [melinda], totp: named, sessions }, ['--plan']);
    expect({ code, lines }).toEqual({ code: 0, lines: ['0 users would be shut out.'] });
  });

  test.each([
    ['no MFA', { mfa_active: 'false' }, {}, 'has no MFA'],
    [
      'a device of another name',
      KEY,
      { 'melinda@ucsc.edu': ['arn:aws:iam::333344445555:mfa/phone'] },
      'has an authenticator app of another name',
    ],
    ['a passkey only, and a key', KEY, {}, 'has a passkey only'],
    [
      'a program',
      { ...KEY, mfa_active: 'false', password_enabled: 'false' },
      {},
      'has an access key, no password and no MFA',
    ],
  ])('the MFA rule: %s', async (_what, row, totp, what) => {
    const { code, text } = await run({ rows: [row], users: [melinda], totp }, ['--plan', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(text).findings).toEqual([
      expect.objectContaining({
        kind: 'mfa-rule',
        about: 'melinda@ucsc.edu',
        what: expect.stringContaining(what),
      }),
    ]);
  });

  test('a passkey is enough for whoever has no key', async () => {
    expect(await found({ rows: [{}], users: [melinda] }, '--plan')).toEqual([]);
  });

  test('the name of the session: once a user, with what to do', async () => {
    const sessions = [
      session('melinda@ucsc.edu', 'botocore-session-1795000000'),
      session('melinda@ucsc.edu', 'botocore-session-1795000001'),
      session('melinda@ucsc.edu', 'x', 'arn:aws:iam::999900001111:role/elsewhere'),
    ];
    const { text } = await run({ rows: [KEY], users: [melinda], totp: named, sessions }, [
      '--plan',
      '--json',
    ]);
    expect(JSON.parse(text).findings).toEqual([
      {
        kind: 'session-name',
        about: 'melinda@ucsc.edu',
        what: 'gave a session another name: botocore-session-1795000000 on 2026-11-20, and 1 other',
        todo: 'put in ~/.aws/config what this prints: npm run aws-config -- melinda@ucsc.edu',
      },
    ]);
  });

  test.each([
    [true, 'Shut out by requireSessionName'],
    [false, 'Shut out by requireSessionName, once it is true'],
  ])('requireSessionName %j: the title says whether it is so already', async (requireSessionName, title) => {
    const given = {
      rows: [KEY],
      users: [melinda],
      totp: named,
      sessions: [session('melinda@ucsc.edu', 'x')],
    };
    const { lines } = await run(given, ['--plan'], givenAccess({ requireSessionName }));
    expect(lines[0]).toBe(title);
  });

  test('assignments: what somebody assumed, or may assume, and is not given; then the MFA rule concerns them too', async () => {
    const users = [
      aUser('carol@ucsc.edu', may('arn:aws:iam::*:role/reader')),
      aUser('dan@ucsc.edu'),
      aUser('ci'),
    ];
    const rows = [
      { user: 'carol@ucsc.edu' },
      { user: 'dan@ucsc.edu', mfa_active: 'false' },
      { user: 'ci', mfa_active: 'false' },
    ];
    const sessions = [session('dan@ucsc.edu', 'dan@ucsc.edu')];
    expect(await found({ rows, users, sessions }, '--plan')).toEqual([
      'assignment carol@ucsc.edu',
      'assignment carol@ucsc.edu',
      'mfa-rule dan@ucsc.edu',
      'assignment dan@ucsc.edu',
    ]);
  });

  test('a user whose name the configuration has in another case: no policy means them', async () => {
    const { text } = await run({ rows: [{ user: 'Melinda@ucsc.edu' }], users: [aUser('Melinda@ucsc.edu')] }, [
      '--plan',
      '--json',
    ]);
    expect(JSON.parse(text).findings).toEqual([
      {
        kind: 'assignment',
        about: 'Melinda@ucsc.edu',
        what: 'is melinda@ucsc.edu in the configuration: policies tell these names apart',
        todo: 'write it in access.people as IAM has it',
      },
    ]);
  });

  test('names of sessions that cannot be read are said, and the rest is still looked at', async () => {
    const readers = readersOf({ rows: [{ mfa_active: 'false' }], users: [melinda] });
    const sessions = async () => {
      throw Object.assign(new Error('AccessDenied'), { $metadata: {} });
    };
    const command = accessReview(
      async () => ({ ...readers, gateway: { ...readers.gateway, sessions } }),
      () => NOW,
      80,
    );
    expect(await said(command, ['--plan'])).toMatchObject({
      code: 1,
      lines: expect.arrayContaining([
        '? not looked at: the names of sessions (AccessDenied)',
        '1 user would be shut out.',
      ]),
    });
  });

  test('it is for a configuration that is not switched on', async () => {
    const { lines } = await run(
      { rows: [KEY], users: [melinda], totp: named },
      ['--plan'],
      givenAccess({ enabled: false }),
    );
    expect(lines).toEqual(['0 users would be shut out.']);
  });

  describe('what exists under a name that this would give', () => {
    const plain = { trusts: [], policies: [] };
    const developer = { kind: 'role', name: 'developer', trusts: [], policies: [] } as const;
    const inPangenomics =
      (...entities: readonly IamEntity[]): Readers['others'] =>
      async ({ accountId }) =>
        accountId === '422448306679' ? entities : [];

    test('groups and policies of the gateway; other names are left alone', async () => {
      const others: Readers['others'] = async ({ accountId }) =>
        accountId === '333344445555'
          ? [
              { kind: 'group', name: 'researchers', ...plain },
              { kind: 'group', name: 'administrators', ...plain },
              { kind: 'policy', name: 'tag-enforcement-access-422448306679', ...plain },
              // A role of that name is no group.
              { kind: 'role', name: 'researchers', ...plain },
            ]
          : [];
      expect(await found({ others }, '--plan')).toEqual([
        'exists group researchers in the gateway',
        'exists policy tag-enforcement-access-422448306679 in the gateway',
      ]);
    });

    test('roles and the boundary of a sub-account', async () => {
      const others = inPangenomics(
        developer,
        { ...developer, name: 'admin' },
        { kind: 'policy', name: 'tag-enforcement-boundary', ...plain },
      );
      expect(await found({ others }, '--plan')).toEqual([
        'exists role developer in pangenomics',
        'exists policy tag-enforcement-boundary in pangenomics',
      ]);
      const { code, lines } = await run({ others }, ['--plan']);
      expect(code).toBe(1);
      expect(lines.slice(-2)).toEqual(['Already there: 2 names.', '0 users would be shut out.']);
    });

    test('a role says whom it would trust no more, and which policies it would lose', async () => {
      const others = inPangenomics({
        ...developer,
        trusts: ['ec2.amazonaws.com', 'arn:aws:iam::333344445555:root', 'arn:aws:iam::999900001111:root'],
        policies: ['arn:aws:iam::aws:policy/PowerUserAccess', 'arn:aws:iam::aws:policy/IAMFullAccess'],
      });
      const { text } = await run({ others }, ['--plan', '--json']);
      expect(JSON.parse(text).findings).toEqual([
        {
          kind: 'exists',
          about: 'role developer in pangenomics',
          what:
            'exists; it would trust no more: ec2.amazonaws.com, arn:aws:iam::999900001111:root; ' +
            'it would lose: arn:aws:iam::aws:policy/IAMFullAccess',
          todo: 'take it over, or give the role another name in access.roles: docs/access.md#what-exists-already',
        },
      ]);
    });

    test('sub-accounts that cannot be read are said; the gateway must be', async () => {
      const others: Readers['others'] = async ({ accountId }) => {
        if (accountId === '111122223333') throw new Error('the role cannot be assumed');
        return accountId === '422448306679' ? undefined : [];
      };
      const { lines } = await run({ others }, ['--plan'], givenAccess(), 200);
      expect(lines[0]).toBe(
        '? not looked at: roles of sandbox, pangenomics: give --role NAME, one that you may assume there',
      );
      const refused: Readers['others'] = async () => {
        throw Object.assign(new Error('not authorized'), { $metadata: {} });
      };
      expect(await run({ others: refused }, ['--plan'])).toMatchObject({
        code: 1,
        errors: ['access-review: not authorized'],
      });
    });
  });
});
