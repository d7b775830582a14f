import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { firstCommands } from '../../cli/access/compose-welcome.ts';
import { profilesOf } from '../../cli/access/people.ts';
import { awsConfig, grantedConfig, type Owner, toilConfig } from '../../cli/access/write-config.ts';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { MOTO_URL } from './moto-url.ts';
import { rootOf } from './root-of.ts';

const GATEWAY = '777700001111';
const SUB_ACCOUNT = '777700002222';
const MELINDA = 'melinda@ucsc.edu';
const SESSION = `arn:aws:sts::${SUB_ACCOUNT}:assumed-role/developer/${MELINDA}`;
const CODE = '123456';

const { access, ...configuration } = parseConfiguration({
  mode: 'dry-run',
  ownerTag: { key: 'Owner', patterns: ['?*@ucsc.edu'] },
  hub: { accountId: '652235167018', region: 'us-west-2' },
  gateway: { accountId: GATEWAY, alias: 'gi-gateway' },
  administrators: ['cluster-admin@ucsc.edu'],
  subAccounts: [{ name: 'long reads', accountId: SUB_ACCOUNT, regions: ['us-west-2'] }],
  access: { people: [{ userName: MELINDA, subAccounts: { 'long reads': 'developer' } }] },
});

const owner = (): Owner => {
  if (!access) throw new Error('the configuration has no access');
  const prepared = { ...configuration, access, isSwitchedOn: true };
  return { configuration: prepared, userName: MELINDA, profiles: profilesOf(prepared, MELINDA, new Date()) };
};

/** As the gateway's people are trusted, with their names as the sessions'. */
const TRUST = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${GATEWAY}:root` },
      Action: ['sts:AssumeRole'],
      Condition: {
        Bool: { 'aws:MultiFactorAuthPresent': 'true' },
        StringEquals: { 'sts:RoleSessionName': `\${aws:username}` },
      },
    },
  ],
};

let keys: readonly [id: string, secret: string];
beforeAll(async () => {
  const iamOf = (accountId: string) => new IAMClient({ region: 'us-east-1', credentials: rootOf(accountId) });
  const gateway = iamOf(GATEWAY);
  await gateway.send(new CreateUserCommand({ UserName: MELINDA }));
  const { AccessKey } = await gateway.send(new CreateAccessKeyCommand({ UserName: MELINDA }));
  keys = [AccessKey?.AccessKeyId ?? '', AccessKey?.SecretAccessKey ?? ''];
  await iamOf(SUB_ACCOUNT).send(
    new CreateRoleCommand({
      RoleName: 'developer',
      AssumeRolePolicyDocument: JSON.stringify(TRUST),
      MaxSessionDuration: 43_200,
    }),
  );
  const s3 = new S3Client({ region: 'us-west-2', credentials: rootOf(SUB_ACCOUNT), forcePathStyle: true });
  await s3.send(
    new CreateBucketCommand({
      Bucket: 'reads-of-melinda',
      CreateBucketConfiguration: { LocationConstraint: 'us-west-2' },
    }),
  );
});

/** Botocore as Toil makes it: with a cache in the person's home. Toil's src/toil/lib/aws/session.py. */
const AS_TOIL = `
import boto3, os
from botocore.session import get_session
from botocore.utils import JSONFileCache
session = get_session()
session.get_component("credential_provider").get_provider("assume-role").cache = JSONFileCache()
profile = os.environ.get("TOIL_AWS_PROFILE")
print(boto3.Session(botocore_session=session, profile_name=profile).client("sts").get_caller_identity()["Arn"])
`;

const PYTHON = process.env.MOTO_PYTHON ?? '';
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'aws-config-'));
  mkdirSync(join(home, 'bin'));
  writeFileSync(join(home, 'bin', 'aws'), `#!/bin/sh\nexec '${PYTHON}' -m awscli "$@"\n`, { mode: 0o755 });
});
afterEach(() => rmSync(home, { recursive: true }));

/** Runs a command in that home, with what the person types. There is no terminal, so it is read from standard input. */
const run = async (command: string, words: readonly string[], typed = '') => {
  const child = spawn(command, words, {
    env: {
      HOME: home,
      PATH: `${join(home, 'bin')}:${process.env.PATH}`,
      AWS_ENDPOINT_URL: MOTO_URL,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_PAGER: '',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let [out, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  child.stdin.end(typed);
  const [code] = await once(child, 'close');
  return { code, out: out.trim(), errors };
};

const python = (typed = '') => run(PYTHON, ['-W', 'ignore', '-c', AS_TOIL], typed);
const aws = (words: string, typed = '') => run('aws', words.split(' '), typed);
const WHO = 'sts get-caller-identity --query Arn --output text';

const write = (lines: readonly string[]): void => {
  mkdirSync(join(home, '.aws'));
  writeFileSync(join(home, '.aws', 'config'), lines.join('\n'));
  const [id, secret] = keys;
  writeFileSync(
    join(home, '.aws', 'credentials'),
    `[gi-gateway]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
  );
};

const toil = (): string[] => {
  const [profile] = owner().profiles;
  return profile ? toilConfig(owner(), profile) : [];
};

describe('the command line', () => {
  test.each([
    ['as it is', awsConfig],
    ['for Granted', grantedConfig],
  ])(
    'assumes the role by the configuration %s, with a code, for twelve hours, as the person',
    async (_what, written) => {
      write(written(owner()));
      expect(await aws(`${WHO} --profile long-reads`, `${CODE}\n`)).toMatchObject({ code: 0, out: SESSION });
      const cache = join(home, '.aws', 'cli', 'cache');
      const [session = ''] = readdirSync(cache);
      const { Credentials } = JSON.parse(readFileSync(join(cache, session), 'utf8'));
      expect((Date.parse(Credentials.Expiration) - Date.now()) / 3_600_000).toBeGreaterThan(11.9);
      // The session is kept: nobody is asked again.
      expect(await aws(`${WHO} --profile long-reads`)).toMatchObject({ code: 0, out: SESSION });
    },
  );

  test('is refused without a code, and with one that is none', async () => {
    write(awsConfig(owner()));
    expect((await aws(`${WHO} --profile long-reads`)).code).not.toBe(0);
    const wrong = await aws(`${WHO} --profile long-reads`, 'abcdef\n');
    expect(wrong.errors).toContain('AccessDenied');
  });

  test('lists the buckets after the commands of the mail, as it prints them', async () => {
    const [writeFile = '', configure = '', look = '', ...others] = firstCommands(owner());
    expect(others).toEqual([]);
    expect((await run('bash', ['-c', writeFile])).code).toBe(0);
    expect(await run('bash', ['-c', configure], `${keys.join('\n')}\n\n\n`)).toMatchObject({ code: 0 });
    const looked = await run('bash', ['-c', look], `${CODE}\n`);
    expect(looked.out).toContain('reads-of-melinda');
  });
});

describe('Toil', () => {
  test('assumes the role by the default profile: it asks once, and then keeps the session', async () => {
    write(toil());
    expect(await python(`${CODE}\n`)).toMatchObject({ code: 0, out: SESSION });
    expect(readdirSync(join(home, '.aws', 'boto', 'cache'))).toHaveLength(1);
    expect(await python()).toMatchObject({ code: 0, out: SESSION });
  });

  test('in the background, where nobody can be asked, is refused', async () => {
    write(toil());
    expect((await python()).code).not.toBe(0);
  });

  test('uses the session of the command line once they share their sessions, as the file says', async () => {
    const lines = toil();
    write(lines);
    const share = lines.flatMap((line) => /^# +((?:mkdir|ln) .*)/.exec(line)?.[1] ?? []).join('\n');
    expect((await run('bash', ['-c', share])).code).toBe(0);
    expect(await aws(WHO, `${CODE}\n`)).toMatchObject({ code: 0, out: SESSION });
    expect(await python()).toMatchObject({ code: 0, out: SESSION });
  });
});
