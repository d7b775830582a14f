import * as z from 'zod/mini';

/** IAM's credential report has a form that is not known here, or is not whole. */
export class CredentialReportUnreadable extends Error {
  override readonly name = 'CredentialReportUnreadable';
  constructor(what: string) {
    super(`the credential report cannot be read: ${what}`);
  }
}

/**
 * The cells of a CSV text, line by line. A user name may have a comma, and then stands in quotes.
 * https://www.rfc-editor.org/rfc/rfc4180
 */
export const csvCells = (text: string): string[][] => {
  const rows: string[][] = [];
  let [row, cell, isQuoted]: [string[], string, boolean] = [[], '', false];
  const endCell = (): void => {
    row.push(cell);
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  const characters = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    if (isQuoted && character === '"' && characters[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) cell += character;
    else if (character === ',') endCell();
    else if (character === '\n') endRow();
    else cell += character;
  }
  if (isQuoted) throw new CredentialReportUnreadable('it ends within a quoted text');
  endRow();
  return rows;
};

/** What stands for a time that there is not, or that nobody knows. */
const NO_TIME = ['N/A', 'no_information', 'not_supported', ''] as const;

const time = z.union(
  [
    z.pipe(
      z.enum(NO_TIME),
      z.transform(() => null),
    ),
    z.pipe(
      z.iso.datetime({ offset: true }),
      z.transform((text) => new Date(text)),
    ),
  ],
  `a time, or one of ${NO_TIME.join(', ').trim()}`,
);

/** `not_supported`: the root user's password, of which the report does not say whether there is one. */
const flag = z.pipe(
  z.string().check(z.toLowerCase()),
  z.enum(['true', 'false', 'not_supported', 'n/a'], 'true, false or not_supported'),
);
const isTrue = z.pipe(
  flag,
  z.transform((text) => text === 'true'),
);

/**
 * The columns that are read; others may come and go.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
const Row = z.object({
  user: z.string().check(z.minLength(1, 'a name')),
  user_creation_time: time,
  password_enabled: z.pipe(
    flag,
    z.transform((text) => text === 'true' || text === 'not_supported'),
  ),
  password_last_used: time,
  password_last_changed: time,
  mfa_active: isTrue,
  access_key_1_active: isTrue,
  access_key_1_last_rotated: time,
  access_key_1_last_used_date: time,
  access_key_2_active: isTrue,
  access_key_2_last_rotated: time,
  access_key_2_last_used_date: time,
});
const COLUMNS = Object.keys(Row.shape);

/** An access key that is active. */
export type ReportedKey = {
  readonly number: 1 | 2;
  /** When it was made, or was switched on or off last. */
  readonly changedAt: Date | null;
  readonly usedAt: Date | null;
};

/** A user as the credential report has them. A time is null if there is none, or nobody knows. */
export type ReportedUser = {
  readonly userName: string;
  readonly isRoot: boolean;
  readonly createdAt: Date | null;
  readonly hasPassword: boolean;
  readonly passwordUsedAt: Date | null;
  readonly hasMfa: boolean;
  readonly keys: readonly ReportedKey[];
};

const ROOT = '<root_account>';

const userOf = (row: z.infer<typeof Row>): ReportedUser => ({
  userName: row.user === ROOT ? 'root' : row.user,
  isRoot: row.user === ROOT,
  createdAt: row.user_creation_time,
  hasPassword: row.password_enabled,
  passwordUsedAt: row.password_last_used,
  hasMfa: row.mfa_active,
  keys: [
    ...(row.access_key_1_active
      ? [
          {
            number: 1,
            changedAt: row.access_key_1_last_rotated,
            usedAt: row.access_key_1_last_used_date,
          } as const,
        ]
      : []),
    ...(row.access_key_2_active
      ? [
          {
            number: 2,
            changedAt: row.access_key_2_last_rotated,
            usedAt: row.access_key_2_last_used_date,
          } as const,
        ]
      : []),
  ],
});

/**
 * Reads IAM's credential report.
 *
 * @throws CredentialReportUnreadable if it is truncated, lacks a column, or has a value that is not documented
 */
export const parseCredentialReport = (text: string): ReportedUser[] => {
  const [head, ...rows] = csvCells(text);
  if (!head) throw new CredentialReportUnreadable('it is empty');
  const missing = COLUMNS.filter((column) => !head.includes(column));
  if (missing.length > 0) throw new CredentialReportUnreadable(`it has no column ${missing.join(', ')}`);
  return rows.map((cells, index) => {
    const line = index + 2;
    if (cells.length !== head.length) {
      throw new CredentialReportUnreadable(
        `line ${line} has ${cells.length} of ${head.length} cells: it is not whole`,
      );
    }
    const parsed = Row.safeParse(Object.fromEntries(head.map((column, at) => [column, cells[at]])));
    if (parsed.success) return userOf(parsed.data);
    const [issue] = parsed.error.issues;
    const column = String(issue?.path[0] ?? '');
    throw new CredentialReportUnreadable(
      `line ${line}: ${column} is ${JSON.stringify(cells[head.indexOf(column)])}, expected ${issue?.message}`,
    );
  });
};
