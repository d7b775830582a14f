import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { tagCommand } from '../../../../lambdas/domain/notice/instruction.ts';
import { LINE_LENGTH } from '../../../../lambdas/domain/notice/mail-text.ts';
import type { Launch } from '../../../../lambdas/domain/record/launch.ts';
import { aLaunch } from '../../a-launch.ts';
import { instanceIds } from '../../instance-ids.ts';

const save = (
  overrides: Partial<Launch>,
  ids: readonly string[] = ['i-1'],
  owner: string | null = 'bob@ucsc.edu',
) => tagCommand(aLaunch(overrides), ids, 'Owner', owner);

/** The words of a command as a shell hands them on; a command in its place says its own. */
const words = (lines: readonly string[]): string[] =>
  execFileSync('sh', ['-c', `aws() { printf '%s\\n' "$@"; }\n${lines.join('\n')}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');

const twentyOne = instanceIds(21);

test('the command names the Region, the tag with its value, and the instances', () => {
  expect(save({}, ['i-1', 'i-2'])).toEqual([
    'aws ec2 create-tags --region us-west-2 \\',
    '  --tags Key=Owner,Value=bob@ucsc.edu \\',
    '  --resources i-1 i-2',
  ]);
});

test('a shell takes it as one command', () => {
  const tags = ['--tags', 'Key=Owner,Value=bob@ucsc.edu', '--resources'];
  const start = ['ec2', 'create-tags', '--region', 'us-west-2', ...tags];
  expect(words(save({}, instanceIds(20)))).toEqual([...start, ...instanceIds(20)]);
  expect(words(save({}, twentyOne))).toEqual([
    ...start,
    ...['ec2', 'describe-instances', '--region', 'us-west-2', '--filters'],
    'Name=reservation-id,Values=r-0a1b2c3d4e5f60718',
    ...['--query', 'Reservations[].Instances[].InstanceId', '--output', 'text'],
  ]);
});

describe('the command leaves the value to the reader', () => {
  test.each([
    ['nobody is known', null],
    ['the user name would mean something to a shell', '$(reboot)@ucsc.edu'],
    ['the user name would mean something to the AWS CLI', 'a,Value=b@ucsc.edu'],
    ['the user name is too long for a line', `${'a'.repeat(50)}@ucsc.edu`],
  ])('when %s', (_, owner) => {
    expect(save({}, ['i-1'], owner)[1]).toBe('  --tags Key=Owner,Value=YOUR_IAM_USER_NAME \\');
  });
});

describe('a client token, which is free text, is in the command only if it is a plain word', () => {
  const byToken = (value: string) => save({ key: { filter: 'client-token', value } }, twentyOne);

  test('as tools make it', () => {
    const token = '5f0c8e5e-6c1a-4c55-8b7e-7ac0b2f40a3d';
    expect(words(byToken(token))).toContain(`Name=client-token,Values=${token}`);
  });

  test.each(['$(reboot)', 'a,b', "it's; reboot", 'a'.repeat(64)])(
    '%j: the first instances are named',
    (token) => {
      expect(words(byToken(token)).slice(-20)).toEqual(instanceIds(20));
    },
  );
});

test.each(['us-west-2', 'ap-southeast-1', 'ap-northeast-3'])('in %s, every line fits', (region) => {
  const launches = [
    aLaunch({ region }),
    aLaunch({ region, key: { filter: 'client-token', value: 'x'.repeat(36) } }),
  ];
  for (const launch of launches) {
    const lines = [1, 3, 20, 21].flatMap((count) =>
      tagCommand(launch, instanceIds(count), 'Owner', 'shared'),
    );
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(LINE_LENGTH);
  }
});
