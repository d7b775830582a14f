import { describe, expect, test } from '@jest/globals';
import type { NotTagged } from '../../../cli/aws/hand-over.ts';
import type { OwnedResource } from '../../../cli/aws/owned-resources.ts';
import { runCommand } from '../../../cli/command.ts';
import { owned } from '../../../cli/owned/owned.ts';
import { DRY, ENFORCED, givenTwoAccounts } from '../../infra/given-configuration.ts';
import { withConfiguration } from '../a-configuration-file.ts';
import { aScreen } from '../a-screen.ts';

const NOW = new Date('2026-11-27T17:00:00Z');

const aResource = (id: string, more: Partial<OwnedResource> = {}): OwnedResource => ({
  arn: `arn:aws:ec2:us-west-2:${ENFORCED}:${id}`,
  resourceType: `ec2:${id.split('/')[0]}`,
  accountId: ENFORCED,
  region: 'us-west-2',
  ...more,
});

const queue = aResource('', {
  arn: `arn:aws:sqs:us-east-1:${DRY}:jobs`,
  resourceType: 'sqs',
  accountId: DRY,
  region: 'us-east-1',
});
const group = aResource('', {
  arn: `arn:aws:autoscaling:us-west-2:${ENFORCED}:autoScalingGroup:*:autoScalingGroupName/workers`,
  resourceType: 'autoscaling:autoScalingGroup',
});
const ALL = [aResource('instance/i-0a1'), aResource('volume/vol-0b1'), group, queue];

type Aws = {
  readonly resources?: readonly OwnedResource[];
  /** Places that cannot be read, as `account region`. */
  readonly closed?: readonly string[];
  readonly refused?: readonly NotTagged[];
  readonly hasBilling?: boolean;
  readonly columns?: number;
  /** Null: the table cannot be read. */
  readonly users?: readonly string[] | null;
};

const run = async (words: readonly string[], aws: Aws = {}) => {
  const { resources = [], closed = [], refused = [], hasBilling = true, columns = 80 } = aws;
  const { users = [ALICE, 'alicia@ucsc.edu', 'bob@ucsc.edu'] } = aws;
  const screen = aScreen();
  const read: string[] = [];
  const tagged: string[] = [];
  const command = owned({
    open: async () => ({
      users: async () => {
        if (users === null) throw new Error('AccessDenied');
        return users;
      },
      find: async (_, { accountId, region }) => {
        read.push(`${accountId} ${region}`);
        if (closed.includes(`${accountId} ${region}`)) throw new Error('AccessDenied: no');
        return resources.filter((one) => one.accountId === accountId && one.region === region);
      },
      costs: hasBilling
        ? async () => ({
            currency: 'USD',
            months: [
              { month: '2026-09', amount: '1.5', isOpen: false },
              { month: '2026-10', amount: '20.125', isOpen: false },
              { month: '2026-11', amount: '3', isOpen: true },
            ],
          })
        : null,
      tag: async (those, { key, value }) => {
        tagged.push(...those.map(({ arn }) => `${arn} ${key}=${value}`));
        return refused.filter(({ arn }) => those.some((one) => one.arn === arn));
      },
    }),
    now: () => NOW,
    columns: () => columns,
  });
  const code = await withConfiguration(givenTwoAccounts(), (file) =>
    runCommand(command, [...words, '--config', file], screen),
  );
  return { code, text: screen.lines.join('\n'), errors: screen.errors, read: read.sort(), tagged };
};

const ALICE = 'alice@ucsc.edu';

test('every Region of every account is read, us-east-1 and IAM too', async () => {
  const { read, code, text } = await run([ALICE]);
  expect(read).toEqual([
    `${DRY} global`,
    `${DRY} us-east-1`,
    `${ENFORCED} eu-west-1`,
    `${ENFORCED} global`,
    `${ENFORCED} us-east-1`,
    `${ENFORCED} us-west-2`,
  ]);
  expect([code, text]).toEqual([0, 'alice@ucsc.edu owns nothing.']);
});

test('what she owns is a table with its cost, and exit code 1', async () => {
  const { code, text } = await run([ALICE], { resources: ALL });
  expect(code).toBe(1);
  expect(text).toMatch(/^sandbox +us-east-1 +sqs +jobs$/m);
  expect(text).toMatch(/^pangenomics +us-west-2 +ec2:volume +vol-0b1$/m);
  expect(text).toMatch(/^pangenomics +us-west-2 +autoscaling:\S+ +workers$/m);
  expect(text).toContain('alice@ucsc.edu owns 4 resources in 2 accounts.');
  expect(text).toContain('It costs USD 20.13 in 2026-10, USD 24.63 in twelve months.');
});

test('the table fits the terminal', async () => {
  const long = aResource(`volume/vol-${'0'.repeat(120)}`);
  const { text } = await run([ALICE], { resources: [long], columns: 80 });
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('without billing, the cost is said not to be known', async () => {
  const { text } = await run([ALICE], { resources: ALL, hasBilling: false });
  expect(text).toContain('What it costs is not known: the configuration has no billing');
});

test('a Region that cannot be read is named, and is never empty: exit code 2', async () => {
  const closed = [`${ENFORCED} eu-west-1`, `${ENFORCED} us-west-2`, `${DRY} global`];
  const { code, text, errors } = await run([ALICE], { closed });
  expect(code).toBe(2);
  expect(text).toBe('alice@ucsc.edu owns nothing in what could be read.');
  expect(errors).toEqual([
    'NOT READ  sandbox global: AccessDenied: no',
    'NOT READ  pangenomics eu-west-1, us-west-2: AccessDenied: no',
  ]);
});

test('--json is one object, also of what could not be read', async () => {
  const { code, text } = await run([ALICE, '--json'], { resources: [queue], closed: [`${DRY} global`] });
  expect(code).toBe(2);
  expect(JSON.parse(text)).toEqual({
    owner: ALICE,
    resources: [queue],
    notRead: [{ accountId: DRY, region: 'global', reason: 'AccessDenied: no' }],
    cost: {
      currency: 'USD',
      lastMonth: { month: '2026-10', amount: '20.125', isOpen: false },
      twelveMonths: '24.625',
    },
  });
});

describe('a name that no user has', () => {
  test('and of which nothing is found is an error, with the nearest names', async () => {
    const { code, text, errors } = await run(['alic@ucsc.edu']);
    expect([code, text, errors]).toEqual([
      2,
      'alic@ucsc.edu owns nothing.',
      ["owned: 'alic@ucsc.edu' is no user; did you mean alice@ucsc.edu or alicia@ucsc.edu?"],
    ]);
  });

  test('is compared as it is written, since an Owner is', async () => {
    const { code, errors } = await run(['Bob@ucsc.edu'], { users: [ALICE, 'bob@ucsc.edu'] });
    expect([code, errors]).toEqual([2, ["owned: 'Bob@ucsc.edu' is no user; did you mean bob@ucsc.edu?"]]);
  });

  test('may be of somebody who has left: what they own is shown', async () => {
    const { code, errors } = await run(['zoe@ucsc.edu'], { resources: ALL });
    expect([code, errors]).toEqual([1, []]);
  });

  test('cannot be told where users are not known', async () => {
    for (const users of [null, []])
      expect(await run(['alic@ucsc.edu'], { users })).toMatchObject({ code: 0 });
  });

  test('gets nothing handed over', async () => {
    const { code, errors, read } = await run([ALICE, '--hand-over', 'bo@ucsc.edu'], { resources: ALL });
    expect([code, read]).toEqual([2, []]);
    expect(errors[0]).toContain("'bo@ucsc.edu' is no user; did you mean bob@ucsc.edu?");
  });
});

describe('--hand-over', () => {
  const words = [ALICE, '--hand-over', 'bob@ucsc.edu'];

  test('prints the commands by account, and runs nothing', async () => {
    const { code, text, tagged } = await run(words, { resources: ALL });
    expect([code, tagged]).toEqual([1, []]);
    expect(text).toContain(
      [
        `# With credentials of pangenomics (${ENFORCED}):`,
        'aws ec2 create-tags --region us-west-2 --tags Key=Owner,Value=bob@ucsc.edu \\',
        '  --resources \\',
        '    i-0a1 \\',
        '    vol-0b1',
        'aws autoscaling create-or-update-tags --region us-west-2 \\',
      ].join('\n'),
    );
    expect(text).toContain(
      [
        `# With credentials of sandbox (${DRY}):`,
        'aws resourcegroupstaggingapi tag-resources --region us-east-1 \\',
        '  --tags Owner=bob@ucsc.edu \\',
        '  --resource-arn-list \\',
        `    arn:aws:sqs:us-east-1:${DRY}:jobs`,
      ].join('\n'),
    );
  });

  test('names what no command can name', async () => {
    const odd = { ...queue, arn: `arn:aws:sqs:us-east-1:${DRY}:a $(b)` };
    const { text } = await run(words, { resources: [odd] });
    expect(text).toContain(`# By hand, since a shell would not take its name: ${odd.arn}`);
    expect(text).not.toContain('tag-resources');
  });

  test('--yes runs them: then she owns nothing any more', async () => {
    const { code, text, tagged } = await run([...words, '--yes'], { resources: ALL });
    expect(code).toBe(0);
    expect([...tagged].sort()).toEqual(ALL.map(({ arn }) => `${arn} Owner=bob@ucsc.edu`).sort());
    expect(text).toContain('4 resources handed over to bob@ucsc.edu, 0 not.');
  });

  test('what AWS refuses is named, and she still owns it', async () => {
    const refused = [{ arn: queue.arn, reason: 'not supported' }];
    const { code, errors } = await run([...words, '--yes'], { resources: ALL, refused });
    expect(code).toBe(1);
    expect(errors).toEqual([`owned: ${queue.arn} was not handed over: not supported`]);
  });
});

test.each<[string, readonly string[], string]>([
  ['no name', [], 'Whose? The name is missing.'],
  ['two names', [ALICE, 'bob@ucsc.edu'], "'bob@ucsc.edu' is not expected."],
  [
    'a misspelt name',
    ['alice@ucs.edu'],
    "'alice@ucs.edu' is no valid Owner: it matches none of ?*@ucsc.edu, shared.",
  ],
  [
    'a name that a shell would not take',
    ['a b@ucsc.edu'],
    "'a b@ucsc.edu' has a character that commands cannot take: look for it in AWS's Tag Editor.",
  ],
  [
    'an heir who may own nothing',
    [ALICE, '--hand-over', 'bob'],
    "'bob' is no valid Owner: it matches none of ?*@ucsc.edu, shared.",
  ],
  ['an heir who is herself', [ALICE, '--hand-over', ALICE], 'alice@ucsc.edu cannot hand over to themselves.'],
  ['a role without a name', [ALICE, '--role', ''], '--role needs the name of a role.'],
  ['--yes alone', [ALICE, '--yes'], '--yes is for --hand-over.'],
  [
    'commands as JSON',
    [ALICE, '--json', '--hand-over', 'bob@ucsc.edu'],
    '--json and --hand-over do not go together.',
  ],
])('%s is one line, and nothing is read', async (_, words, says) => {
  const { code, errors, read } = await run(words);
  expect([code, read]).toEqual([2, []]);
  expect(errors).toEqual([`owned: ${says} Try: npm run owned -- --help`]);
});
