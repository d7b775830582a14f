import { describe, expect, test } from '@jest/globals';
import { csvCells, parseCredentialReport } from '../../../../lambdas/domain/access/credential-report.ts';
import { aReport, aRow } from './a-credential-report.ts';

const read = (...rows: Readonly<Record<string, string>>[]) => parseCredentialReport(aReport(rows.map(aRow)));

describe('CSV', () => {
  test('has quotes around a text with a comma, a quote or a line break', () => {
    expect(csvCells('a,b\r\n"x,y","say ""hi""\nthere"\r\n')).toEqual([
      ['a', 'b'],
      ['x,y', 'say "hi"\nthere'],
    ]);
  });

  test('may begin with a byte order mark, and end with or without a line break', () => {
    expect(csvCells('\uFEFFa,b\n1,')).toEqual([
      ['a', 'b'],
      ['1', ''],
    ]);
  });
});

describe('a user', () => {
  test('with everything', () => {
    const [user] = read({
      user: 'a,b@ucsc.edu',
      mfa_active: 'true',
      access_key_1_active: 'true',
      access_key_1_last_rotated: '2026-01-02T03:04:05+00:00',
      access_key_1_last_used_date: '2026-11-01T00:00:00+00:00',
      access_key_2_active: 'TRUE',
      access_key_2_last_rotated: '2026-02-02T03:04:05Z',
    });
    expect(user).toEqual({
      userName: 'a,b@ucsc.edu',
      isRoot: false,
      createdAt: new Date('2025-01-01T00:00:00Z'),
      hasPassword: true,
      passwordUsedAt: new Date('2026-11-20T00:00:00Z'),
      hasMfa: true,
      keys: [
        { number: 1, changedAt: new Date('2026-01-02T03:04:05Z'), usedAt: new Date('2026-11-01T00:00:00Z') },
        { number: 2, changedAt: new Date('2026-02-02T03:04:05Z'), usedAt: null },
      ],
    });
  });

  test.each(['N/A', 'no_information', 'not_supported', ''])(
    'whose password was used at "%s": nobody knows when',
    (text) => {
      expect(read({ password_last_used: text })[0]?.passwordUsedAt).toBeNull();
    },
  );

  test('without a password, and one whose keys are disabled', () => {
    const [user] = read({
      password_enabled: 'false',
      password_last_used: 'N/A',
      access_key_1_active: 'false',
      access_key_1_last_rotated: '2020-01-01T00:00:00+00:00',
    });
    expect(user).toMatchObject({ hasPassword: false, keys: [] });
  });

  test('root: of its password the report says nothing, so it may have one', () => {
    const [user] = read({
      user: '<root_account>',
      password_enabled: 'not_supported',
      password_last_changed: 'not_supported',
    });
    expect(user).toMatchObject({ userName: 'root', isRoot: true, hasPassword: true });
  });
});

describe('a report that is not whole, or of a form that nobody knows, is not taken for a report', () => {
  const whole = aReport([aRow({}), aRow({ user: 'bob@ucsc.edu' })]);
  test.each([
    ['empty', '', 'it is empty'],
    ['broken off within a line', whole.slice(0, -30), 'line 3 has '],
    ['broken off within quotes', `${whole}"a`, 'it ends within a quoted text'],
    ['broken off within the head', whole.slice(0, 100), 'it has no column '],
    ['an error page', '<html>', 'it has no column user'],
    [
      'a word for a flag',
      aReport([aRow({ mfa_active: 'perhaps' })]),
      'line 2: mfa_active is "perhaps", expected ',
    ],
    [
      'a word for a time',
      aReport([aRow({ access_key_1_last_rotated: 'soon' })]),
      'access_key_1_last_rotated is "soon"',
    ],
    ['a row without a name', aReport([aRow({ user: '' })]), 'line 2: user is ""'],
  ])('%s', (_what, text, message) => {
    expect(() => parseCredentialReport(text)).toThrow(message);
    expect(() => parseCredentialReport(text)).toThrow(/^the credential report cannot be read: /);
  });

  test('columns that are new, and another order, do not matter', () => {
    const [head = '', row = ''] = aReport([aRow({})]).split('\n');
    const reversed = [head, row].map((line) => `new,${line.split(',').toReversed().join(',')}`).join('\n');
    expect(parseCredentialReport(reversed)[0]?.userName).toBe('melinda@ucsc.edu');
  });
});
