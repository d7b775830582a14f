import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../../cli/start/run.ts';
import { PANGENOMICS, TREEHOUSE } from '../../../local/sample/configuration.ts';
import { consoleSession } from '../../../local/sample/identity.ts';
import { launched } from '../../../local/sample/launches.ts';
import { rowsIn } from '../../rows-in.ts';
import { synthesize } from '../../templates/synthesize.ts';

const folder = mkdtempSync(join(tmpdir(), 'report-'));
afterAll(() => rmSync(folder, { recursive: true }));

const start = async (...words: string[]) => {
  const errors: string[] = [];
  let out = '';
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    error: (line: string) => errors.push(line.replaceAll(folder, 'folder')),
    colour: false,
    columns: 240,
    progress: () => {},
  };
  return { code: await run(words, terminal, synthesize), errors, out };
};

describe('npm start -- --report writes who owns what on the sample day', () => {
  const file = join(folder, 'report.html');
  let result: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    result = await start('--report', file);
  });
  const rows = () => rowsIn(readFileSync(file, 'utf8'));
  const named = (name: string) => rows().find((row) => row.name === name || row.arn.endsWith(name));

  test('the end names the file, and no longer how to get one', () => {
    expect(result).toMatchObject({ code: 0, errors: [] });
    expect(result.out).toContain(`Who owns what, as a page: ${file}`);
    expect(result.out).not.toContain('--report');
  });

  test('instances that were terminated are not there; one that was stopped is, without an owner', () => {
    const instances = rows().filter(({ resourceType }) => resourceType === 'ec2:instance');
    expect(instances.map(({ ownership }) => ownership.is).sort()).toEqual([
      'accepted',
      'invalid',
      ...Array(15).fill('owned'),
      'unowned',
    ]);
    expect(named('annotation-db')).toMatchObject({
      accountId: TREEHOUSE,
      region: 'us-west-2',
      ownership: { is: 'unowned' },
      idle: { is: 'stopped' },
    });
  });

  test('what else was created is there, and whether a volume is attached', () => {
    expect(named(':table/assemblies')).toMatchObject({
      accountId: PANGENOMICS,
      ownership: { is: 'unowned' },
    });
    expect(named('pangenomics-assemblies')).toMatchObject({ resourceType: 's3', region: 'us-west-2' });
    const volumes = rows().filter(({ resourceType }) => resourceType === 'ec2:volume');
    expect(volumes.map(({ idle }) => idle?.is).sort()).toEqual(['unattached', undefined, undefined]);
  });

  test('it has no costs, and says how to get them', () => {
    expect(readFileSync(file, 'utf8')).toContain('CloudTrail records hold no costs.');
  });
});

test('an owner who is no user is gone only where the users are known', async () => {
  const place = { accountId: PANGENOMICS, region: 'us-west-2' };
  const launch = launched({
    at: '09:00:00',
    place,
    caller: consoleSession(PANGENOMICS, 'ann@ucsc.edu'),
    name: 'one',
    instanceType: 'c6i.large',
    tags: { Owner: 'left@ucsc.edu' },
  });
  const log = join(folder, 'log.json');
  writeFileSync(log, JSON.stringify({ Records: [launch] }));
  const users = join(folder, 'users.json');
  writeFileSync(
    users,
    JSON.stringify({
      Users: [
        { UserName: 'ann@ucsc.edu', UserId: 'AIDAANN', Arn: 'arn:aws:iam::652235167018:user/ann@ucsc.edu' },
      ],
    }),
  );
  const ownerOf = async (...words: string[]) => {
    const file = join(folder, 'logs.html');
    const { errors, out } = await start(log, '--report', file, ...words);
    expect(errors).toEqual([]);
    expect(out).toContain(`Who owns what, as a page: ${file}`);
    return rowsIn(readFileSync(file, 'utf8')).map(({ ownership }) => ownership);
  };
  expect(await ownerOf()).toEqual([{ is: 'owned', owner: 'left@ucsc.edu' }]);
  expect(await ownerOf('--users', users)).toEqual([{ is: 'departed', owner: 'left@ucsc.edu' }]);
});

test.each([
  [
    'in no folder',
    () => join(folder, 'no', 'report.html'),
    /--report cannot write folder\/no\/report.html: ENOENT/,
  ],
  ['that is a folder', () => folder, /--report cannot write folder: EISDIR/],
])('a file %s is wrong usage, told in one line before anything is played', async (_what, path, message) => {
  const { code, errors, out } = await start('--report', path());
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(errors).toEqual([expect.stringMatching(message)]);
  expect(existsSync(join(folder, 'no'))).toBe(false);
});
