// The page runs this file in the browser too: it imports nothing.

/**
 * What a spreadsheet would take for a formula, also behind blanks, and in the wide forms that Excel reads alike.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/** A number is none, though it begins with a sign. */
const NUMBER = /^-?\d+(\.\d+)?$/;

const cell = (text: string): string => {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n\s]|^'/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/**
 * A row of a CSV file (RFC 4180), with its line break. A cell that a spreadsheet would reckon as a formula begins with an
 * apostrophe instead.
 */
export const csvRow = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;

/** Without this mark, Excel reads a CSV file in the system's own encoding. */
export const BYTE_ORDER_MARK = '\ufeff';
