import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { run } from '../../../cli/start/run.ts';
import { givenAccess } from '../../infra/given-configuration.ts';
import { synthesize } from '../../templates/synthesize.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

const start = () =>
  spawnSync(process.execPath, ['--import', './cli/node-24.mjs', 'cli/start/main.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, COLUMNS: '200' },
  });

describe('npm start', () => {
  test('plays the sample day, shows every kind of end, and exits with 0', () => {
    const { status, stdout, stderr } = start();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const end of [
      'compliant',
      'complied',
      'terminated',
      'repaired',
      'inherited',
      'invalid',
      'stopped',
      'exempt',
      'owner taken away',
      'gone',
      'launch failed',
    ]) {
      expect(stdout).toContain(end);
    }
    expect(stdout).toContain('250 × c6i.2xlarge "star-fusion" (its record names 32)');
    expect(stdout).toContain('to rlopez@ucsc.edu: 1 instance will be terminated at 09:15 PST');
    // Colour is for a terminal.
    expect(stdout).not.toContain('\u001b');
  });

  /** In this process. */
  const play = async (...words: string[]) => {
    const errors: string[] = [];
    let out = '';
    const screen = {
      out: (text: string) => {
        out += text;
      },
      error: (line: string) => errors.push(line),
      colour: false,
      columns: 200,
      progress: () => {},
    };
    return { status: await run(words, screen, synthesize), errors, out };
  };

  test('plays a configuration with access without it: nobody signs in here', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tag-enforcement-'));
    try {
      const file = join(folder, 'ours.json');
      writeFileSync(file, JSON.stringify(givenAccess()));
      const { status, out } = await play('--config', file, '--json');
      expect(status).toBe(0);
      expect(out).toContain('"decision":"terminated"');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('with --json prints rows, with their keys in order, and nothing else', async () => {
    const { status, errors, out } = await play('--json');
    const rows = out.trimEnd().split('\n');
    expect({ status, errors }).toEqual({ status: 0, errors: [] });
    expect(rows.length).toBeGreaterThan(500);
    for (const row of rows) {
      expect(Object.keys(JSON.parse(row))).toEqual([
        'at',
        'decision',
        'accountId',
        'region',
        'resourceType',
        'resourceId',
        'launcher',
        'recipients',
        'reason',
        'eventId',
      ]);
    }
  });
});
