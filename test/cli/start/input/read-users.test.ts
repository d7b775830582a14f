import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readUsers } from '../../../../cli/start/input/read-users.ts';
import { run } from '../../../../cli/start/run.ts';
import { PANGENOMICS, SAMPLE_CONFIGURATION } from '../../../../local/sample/configuration.ts';
import { consoleSession } from '../../../../local/sample/identity.ts';
import { launched } from '../../../../local/sample/launches.ts';
import { synthesize } from '../../../templates/synthesize.ts';

const folder = mkdtempSync(join(tmpdir(), 'users-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: unknown): string => {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

const ann = {
  Path: '/people/',
  UserName: 'ann@ucsc.edu',
  UserId: 'AIDAANN',
  Arn: `arn:aws:iam::${SAMPLE_CONFIGURATION.gateway.accountId}:user/people/ann@ucsc.edu`,
  CreateDate: '2020-01-01T00:00:00+00:00',
};

describe('--users', () => {
  const play = async (...words: string[]) => {
    const config = write('configuration.json', SAMPLE_CONFIGURATION);
    const errors: string[] = [];
    let out = '';
    const code = await run(
      [...words, '--config', config, '--json'],
      {
        out: (text) => {
          out += text;
        },
        error: (line) => errors.push(line.replaceAll(folder, 'folder')),
        colour: false,
        columns: 80,
        progress: () => {},
      },
      synthesize,
    );
    return { code, errors, out };
  };
  const logs = write(
    'launch.json',
    launched({
      at: '09:00:00',
      place: { accountId: PANGENOMICS, region: 'us-west-2' },
      caller: consoleSession(PANGENOMICS, 'ann@ucsc.edu'),
      name: 'one',
      instanceType: 'c6i.large',
    }),
  );

  test('turns the name of a console session into a person', async () => {
    const launchers = ({ out }: { out: string }) =>
      [...out.matchAll(/"launcher":([^,]+)/g)].map(([, who]) => who);
    expect(new Set(launchers(await play(logs)))).toEqual(new Set(['null']));
    const users = write('users.json', { Users: [ann] });
    expect(new Set(launchers(await play(logs, '--users', users)))).toEqual(new Set(['"ann@ucsc.edu"']));
  });

  test('reads what aws iam list-users prints', () => {
    expect(readUsers(write('users.json', { Users: [ann], IsTruncated: false }))).toEqual([
      { accountId: '652235167018', userName: 'ann@ucsc.edu', userId: 'AIDAANN' },
    ]);
  });

  test.each([
    ['no such file', () => join(folder, 'missing.json'), 'folder/missing.json: no such file'],
    ['a folder', () => folder, 'folder: a folder, expected a JSON file'],
    ['no JSON', () => write('bad.json', '{"Users":'), 'folder/bad.json: not JSON ('],
    [
      'something else',
      () => write('other.json', [ann]),
      'folder/other.json: expected the output of aws iam list-users (',
    ],
    [
      'a user without an ARN',
      () => write('half.json', { Users: [ann, { ...ann, Arn: 'x' }] }),
      'folder/half.json: expected the output of aws iam list-users (Users.1.Arn: expected arn:aws:iam::',
    ],
  ])('refuses %s, and says what is wrong', async (_what, file, message) => {
    const { code, errors } = await play(logs, '--users', file());
    expect({ code, errors }).toEqual({ code: 2, errors: [expect.stringContaining(message)] });
  });

  test('is only allowed with LOGS', async () => {
    expect(await play('--users', write('users.json', { Users: [ann] }))).toMatchObject({
      code: 2,
      errors: [expect.stringContaining('--users goes with LOGS')],
    });
  });
});
