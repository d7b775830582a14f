import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseAst } from 'rolldown/parseAst';
import { buildStacks, playScenario, SCENARIOS, type Titled } from '../../../cli/notices/notices.ts';
import { reportMails } from '../../../cli/notices/report-mails.ts';
import { TOOLS } from '../../../lambdas/domain/notice/tools.ts';
import { synthesize } from '../../templates/synthesize.ts';

const LAMBDAS = join(import.meta.dirname, '..', '..', '..', 'lambdas', 'domain');
const filesIn = (folder: string): string[] =>
  readdirSync(join(LAMBDAS, folder)).map((name) => join(LAMBDAS, folder, name));

/** The files with the sentences of mails. */
const WRITING = [
  ...filesIn('notice'),
  join(LAMBDAS, 'breaker', 'compose.ts'),
  join(LAMBDAS, 'report', 'compose-report-mail.ts'),
  join(LAMBDAS, 'report', 'owner-mail.ts'),
  join(LAMBDAS, 'grace-period', 'orders-and-results.ts'),
];

/** Sentences for verdicts or errors that no mail is ever written about; the types require them. */
const NEVER_SENT = new Set([
  '; AWS does not show',
  'We wrote it.',
  'no cause given',
  'nothing: an AWS service manages it',
  'nothing: it is exempt (',
  'nothing: it is gone',
]);

/** The texts of a syntax tree: its strings, and the fixed parts of its template strings. */
const textsIn = (node: unknown): string[] => {
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (typeof node !== 'object' || node === null) return [];
  const type: unknown = Reflect.get(node, 'type');
  if (type === 'ImportDeclaration') return [];
  const value: unknown = Reflect.get(node, 'value');
  const text: unknown =
    type === 'Literal'
      ? value
      : type === 'TemplateElement'
        ? Reflect.get(Object(value), 'cooked')
        : undefined;
  return typeof text === 'string' ? [text] : Object.values(node).flatMap(textsIn);
};

/** Texts are compared without the line breaks of a mail. */
const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Texts by which tools are recognised. */
const PATTERNS = new Set(TOOLS.flatMap(({ by }) => Object.values(by).flat()));

/** Two words and a blank: shorter ones are labels, names and punctuation. */
const isSentence = (text: string): boolean => /[a-z]{2,}[,:.]? [a-z"'-]{2,}/i.test(text);

const sentences = [
  ...new Set(
    WRITING.flatMap((file) =>
      textsIn(parseAst(readFileSync(file, 'utf8'), { lang: 'ts' }))
        .map(flat)
        .filter((text) => isSentence(text) && !PATTERNS.has(text)),
    ),
  ),
];

let mails: Titled[];
beforeAll(async () => {
  const stacks = buildStacks(synthesize);
  mails = [];
  for (const scenario of SCENARIOS) mails.push(...(await playScenario(scenario, stacks)));
  mails.push(...(await reportMails()));
});

describe('npm run notices', () => {
  test('shows every sentence that the code can write, in a mail that is really sent', () => {
    const printed = mails.map(({ subject, message }) => flat(`${subject} ${message}`)).join('\n');
    const missing = sentences.filter((sentence) => !printed.includes(sentence));
    expect(missing.sort()).toEqual([...NEVER_SENT].sort());
    // Shows that the search finds sentences at all.
    expect(sentences.length).toBeGreaterThan(90);
  });

  test('has a separate title for each mail, and recipients', () => {
    expect(new Set(mails.map(({ title }) => title)).size).toBe(mails.length);
    for (const { recipients } of mails) expect(recipients).not.toEqual([]);
  });

  test('shows mails in ASCII, with lines of 72 characters at most, but for links', () => {
    for (const { message, subject } of mails) {
      for (const line of message.split('\n'))
        expect(line).toMatch(/^(?:[\x20-\x7e]{0,72}|https:[\x21-\x7e]+)$/);
      expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
    }
  });
});
