import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inFolder } from '../in-folder.ts';
import { givenLeast } from './given-configuration.ts';

const root = join(import.meta.dirname, '..', '..');

test('three typos are three lines, without a stack trace', () => {
  const { mode: _, ownerTag, subAccounts, ...rest } = givenLeast();
  const configuration = {
    ...rest,
    mode: 'enforced',
    ownerTag: { ...ownerTag, patern: 'x' },
    subAccounts: subAccounts.map((account) => ({ ...account, regions: ['us-west-9'] })),
  };
  inFolder((folder) => {
    const context = JSON.stringify({ tagEnforcement: configuration });
    const env = { ...process.env, CDK_CONTEXT_JSON: context, CDK_OUTDIR: folder };
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'infra', 'app.ts')], {
      env,
      encoding: 'utf8',
    });
    expect(stderr.trimEnd().split('\n')).toEqual([
      'mode: "enforced" is not one of dry-run, enforce',
      'ownerTag.patern: "x" is not expected: there is no such field; did you mean patterns?',
      'subAccounts[0].regions[0]: "us-west-9" is not an AWS Region',
    ]);
    expect(status).toBe(1);
  });
});
