import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readConfiguration, shippedConfiguration } from '../../cli/read-configuration.ts';
import { run } from '../../cli/start/run.ts';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { SAMPLE_CONFIGURATION } from '../../local/sample/configuration.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-configuration-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (text: string): string => {
  const file = join(folder, 'configuration.json');
  writeFileSync(file, text);
  return file;
};

/** Standard error for a file given as --config. */
const told = async (file: string): Promise<string[]> => {
  const lines: string[] = [];
  const code = await run(['--config', file], {
    out: () => {},
    error: (line) => lines.push(line.replaceAll(folder, 'here')),
    colour: false,
    columns: 80,
    progress: () => {},
  });
  expect(code).toBe(2);
  return lines;
};

describe('a configuration', () => {
  test('may begin with a byte order mark', () => {
    const file = write(`\uFEFF${JSON.stringify(SAMPLE_CONFIGURATION)}`);
    expect(readConfiguration(file)).toEqual(parseConfiguration(SAMPLE_CONFIGURATION));
  });

  test.each([
    ['tagEnforcement', { tagEnforcement: SAMPLE_CONFIGURATION }],
    ['context.tagEnforcement', { app: 'node app.ts', context: { tagEnforcement: SAMPLE_CONFIGURATION } }],
  ])('within %s is taken', (_wrapper, value) => {
    expect(readConfiguration(write(JSON.stringify(value)))).toEqual(parseConfiguration(SAMPLE_CONFIGURATION));
  });

  test('within tagEnforcement has its faults reported as without it', async () => {
    const wrong = { ...SAMPLE_CONFIGURATION, mod: 'enforce' };
    const [line] = await told(write(JSON.stringify({ tagEnforcement: wrong })));
    expect(line).toMatch(/^here\/configuration.json: mod: "enforce" is not expected: .*did you mean mode\?$/);
  });

  test('that is a folder is one line', async () => {
    expect(await told(folder)).toEqual(['here: a folder, expected a JSON file']);
  });

  test.each([
    ['that is not JSON', '{\n  "mode":\n  oops'],
    ['with control characters', JSON.stringify({ ...SAMPLE_CONFIGURATION, mode: '\u009b31m\u2028' })],
  ])('%s is one line that can be printed', async (_name, text) => {
    expect(await told(write(text))).toEqual([expect.stringMatching(/^here\/[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u)]);
  });

  test('that cdk.json lacks is one line', () => {
    expect(() => shippedConfiguration(write('{"app":"node app.ts"}'))).toThrow('tagEnforcement: missing');
  });
});
