import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runCommand } from '../../../cli/command.ts';
import { registry } from '../../../cli/registry/registry.ts';
import { aCreationRecord } from '../../lambdas/domain/creation/a-creation-message.ts';
import { aScreen } from '../a-screen.ts';

test('--stats prints the figures of the table, and what is found in records', async () => {
  const screen = aScreen();
  const folder = mkdtempSync(join(tmpdir(), 'registry-'));
  const records = [
    aCreationRecord('ec2 CreateVolume', {}, { volumeId: 'vol-1' }),
    aCreationRecord('ec2 CreateVolume', {}, null),
    aCreationRecord('kms CreateGrant', {}, {}),
  ];
  // Two records of one id and time are one.
  const lines = records.map(({ detail }, index) => JSON.stringify({ ...detail, eventID: `${index}` }));
  writeFileSync(join(folder, 'records.ndjson'), lines.join('\n'));
  try {
    expect(await runCommand(registry(), ['--stats', folder], screen)).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect(screen.errors).toEqual([]);
  expect(screen.lines[0]).toMatch(/^Events +1,\d{3} of \d{3} services$/);
  expect(screen.lines.slice(-3)).toEqual([
    'Creations in the records                2 of 1 events',
    '  located                               1 (50.0 %)',
    '  not located: ec2.amazonaws.com CreateVolume, 1 of 2',
  ]);
});

test('--stats with records that cannot be read: exit code 1', async () => {
  const screen = aScreen();
  expect(await runCommand(registry(), ['--stats', 'no-such-file.json'], screen)).toBe(1);
  expect(screen.errors).toEqual([expect.stringContaining('no-such-file.json')]);
});
