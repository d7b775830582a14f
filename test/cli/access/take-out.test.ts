import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { unifiedDiff, withoutPerson } from '../../../cli/access/take-out.ts';

const ANN = '{ "userName": "ann@ucsc.edu", "subAccounts": { "pangenomics": ["developer"] } }';
const BOB = '{\n  "userName": "bob@ucsc.edu"\n}';
const EVE = '{"subAccounts":{},"userName":"eve@ucsc.edu"}';

const forms: readonly (readonly [string, (people: string) => string])[] = [
  [
    'a cdk.json',
    (people) => `{ "app": "x", "context": { "tagEnforcement": { "access": { "people": ${people} } } } }`,
  ],
  [
    'its object',
    (people) => `{ "tagEnforcement": { "mode": "dry-run", "access": { "people": ${people} } } }`,
  ],
  ['the configuration alone', (people) => `{ "mode": "dry-run", "access":\n { "people":${people}\n} }`],
];

describe.each(forms)('of %s', (_form, write) => {
  test.each([
    ['the first', 'ann@ucsc.edu', ['bob@ucsc.edu', 'eve@ucsc.edu']],
    ['one between', 'bob@ucsc.edu', ['ann@ucsc.edu', 'eve@ucsc.edu']],
    ['the last', 'eve@ucsc.edu', ['ann@ucsc.edu', 'bob@ucsc.edu']],
  ])('%s is taken out, and everything else stays as it is written', (_which, userName, others) => {
    const text = write(`[\n    ${ANN},\n    ${BOB},\n    ${EVE}\n  ]`);
    const changed = withoutPerson(text, userName) ?? '';
    expect(() => JSON.parse(changed)).not.toThrow();
    expect(others.filter((other) => changed.includes(other))).toEqual(others);
    expect(changed).not.toContain(userName);
    expect(withoutPerson(changed, userName)).toBeNull();
  });

  test('the only one leaves an empty list', () => {
    expect(withoutPerson(write(`[ ${ANN} ]`), 'ann@ucsc.edu')).toBe(write('[]'));
  });
});

test('a name elsewhere, in a text or as a key, is nobody in the list', () => {
  const text =
    '{ "administrators": ["ann@ucsc.edu"], "note": "\\"access\\": { \\"people\\": [", "access": { "people": [] } }';
  expect(withoutPerson(text, 'ann@ucsc.edu')).toBeNull();
  expect(withoutPerson('{ "mode": "dry-run" }', 'ann@ucsc.edu')).toBeNull();
});

/** The text after `git apply`. */
const applied = (text: string, diff: readonly string[]): string => {
  const folder = mkdtempSync(join(tmpdir(), 'take-out-'));
  try {
    writeFileSync(join(folder, 'cdk.json'), text);
    execFileSync('git', ['apply', '-'], { cwd: folder, input: `${diff.join('\n')}\n` });
    return readFileSync(join(folder, 'cdk.json'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
};

describe('the diff is applied by git', () => {
  const people = [ANN, BOB, EVE];
  test.each([
    ['indented', `{\n  "access": {\n    "people": [\n      ${people.join(',\n      ')}\n    ]\n  }\n}\n`],
    ['without a line break at the end', `{ "access": { "people": [\n${people.join(',\n')}\n]}}`],
    ['on one line', `{ "access": { "people": [${people.join(', ').replaceAll('\n', '')}] } }\n`],
    ['with CRLF', `{\r\n"access": {\r\n"people": [\r\n${people.join(',\r\n')}\r\n]\r\n}\r\n}\r\n`],
  ])('%s', (_what, text) => {
    for (const userName of ['ann@ucsc.edu', 'bob@ucsc.edu', 'eve@ucsc.edu']) {
      const changed = withoutPerson(text, userName) ?? '';
      expect(changed).not.toBe('');
      expect(applied(text, unifiedDiff('cdk.json', text, changed))).toBe(changed);
    }
  });
});
