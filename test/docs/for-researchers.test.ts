import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { TOOLS, type Tool } from '../../lambdas/domain/notice/tools.ts';

const file = join(import.meta.dirname, '..', '..', 'docs', 'for-researchers.md');

const OWNER = 'you@example.org';
const VALUES = {
  tag: `\`Owner=${OWNER}\``,
  key: 'Owner',
  owner: OWNER,
  role: 'that the mail names',
};

const rowOf = ({ name, advice, source }: Tool): string => `| [${name}](${source}) | ${advice(VALUES)} |`;

/** The rows of the table of tools, between its head and the next empty line. */
const TABLE = /(?<=\| What you use \| Where to set `Owner` \|\n\| --- \| --- \|\n)[\s\S]*?(?=\n\n)/;

// To write them: SNAPSHOT=write npx jest test/docs/for-researchers
test('docs/for-researchers.md has a row for each tool that mails give advice on', () => {
  const rows = TOOLS.toSorted((a, b) => a.name.localeCompare(b.name))
    .map(rowOf)
    .join('\n');
  if (process.env.SNAPSHOT === 'write') {
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(TABLE, () => rows),
    );
  }
  expect(TABLE.exec(readFileSync(file, 'utf8'))?.[0]).toBe(rows);
});
