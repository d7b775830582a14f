import { describe, expect, test } from '@jest/globals';
import { runCommand } from '../../../cli/command.ts';
import { doctor } from '../../../cli/doctor/doctor.ts';
import { expectedStacks } from '../../../cli/doctor/expected.ts';
import type { Reader } from '../../../cli/doctor/reader.ts';
import { parseConfiguration } from '../../../infra/config/parse-configuration.ts';
import {
  DRY,
  ENFORCED,
  GATEWAY,
  givenAccess,
  givenTwoAccounts,
  HUB,
} from '../../infra/given-configuration.ts';
import { at } from '../../lambdas/at.ts';
import { withConfiguration } from '../a-configuration-file.ts';
import { aScreen } from '../a-screen.ts';
import { aReader } from './a-reader.ts';

const stacks = expectedStacks(parseConfiguration(givenTwoAccounts()), { bundle: false });

type Given = {
  readonly words?: readonly string[];
  readonly overrides?: Partial<Reader>;
  /** Accounts that are checked. */
  readonly accounts?: readonly string[];
  /** Accounts whose role cannot be assumed. */
  readonly refused?: readonly string[];
  readonly colour?: boolean;
  readonly configuration?: object;
  /** The payer account, where the configuration names it. */
  readonly payer?: string;
};

const examine = async ({
  words = ['--role', 'reader'],
  overrides = {},
  accounts = [HUB, GATEWAY, ENFORCED, DRY],
  refused = [],
  colour = false,
  configuration = givenTwoAccounts(),
  payer,
}: Given = {}) => {
  const screen = aScreen(colour);
  const instruments = {
    readers: async () => async (accountId: string, region: string) => {
      const there = stacks.filter((one) => one.accountId === accountId && one.region === region);
      const reader = aReader(there, overrides);
      if (refused.includes(accountId)) throw new Error(`Cannot assume a role in ${accountId}`);
      return accounts.includes(accountId) ? reader : null;
    },
    expectedStacks: () => stacks,
    now: () => at(0),
  };
  const code = await withConfiguration(
    { ...configuration, ...(payer && { billing: { accountId: payer } }) },
    (file) => runCommand(doctor(instruments), [...words, '--config', file], screen),
  );
  return { code, ...screen, wrong: screen.lines.filter((line) => !line.startsWith('ok ')).slice(0, -1) };
};

test('an installation in which all is well has no red line, and one line for each place outside the hub', async () => {
  const { code, lines, wrong } = await examine();
  expect({ code, wrong }).toEqual({ code: 0, wrong: [] });
  expect(lines.at(-1)).toMatch(/^\d+ checks passed, 0 failed$/);
  expect(lines.filter((line) => /: stack /.test(line)).map((line) => line.split(': ')[0])).toEqual([
    'ok      hub',
    'ok      gateway',
    'ok      report',
    'ok      sandbox',
    'ok      sandbox us-east-1',
    'ok      sandbox us-west-2',
    'ok      pangenomics',
    'ok      pangenomics eu-west-1',
    'ok      pangenomics us-east-1',
    'ok      pangenomics us-west-2',
  ]);
  expect(lines.find((line) => line.includes('pangenomics eu-west-1'))).toMatch(
    /stack .* this version's · a trail logs · rule .* enabled .* empty/,
  );
});

const region = `TagEnforcement-Region-${ENFORCED}-eu-west-1`;
const gone = { stack: async () => null };

describe('one red line, and exit code 1, for', () => {
  test.each<[string, Partial<Reader>, RegExp]>([
    [
      'a pause',
      { parameter: async () => 'yes' },
      /hub: paused: aws ssm put-parameter .* --value no --overwrite$/,
    ],
    ['a pause that cannot be read', { parameter: async () => null }, /hub: parameter .* is gone/],
    [
      'a call that AWS refuses',
      { parameter: async () => Promise.reject(new Error('AccessDenied\nnot you')) },
      /hub: cannot check the pause: AccessDenied not you$/,
    ],
    [
      'a sweep that failed',
      { executions: async () => [{ status: 'FAILED', startedAt: at(-10) }] },
      /hub: the sweep of .* ended FAILED/,
    ],
    [
      'a sweep that is long ago',
      { executions: async () => [{ status: 'SUCCEEDED', startedAt: at(-31) }] },
      /hub: the last sweep was at/,
    ],
    [
      'no sweep',
      { executions: async () => [{ status: 'RUNNING', startedAt: at(0) }] },
      /no sweep has ended yet/,
    ],
  ])('%s', async (_, overrides, expected) => {
    const { code, wrong } = await examine({ overrides });
    expect({ code, wrong }).toEqual({ code: 1, wrong: [expect.stringMatching(expected)] });
    expect(wrong[0]).toMatch(/^FAILED {2}/);
  });

  test.each<[string, (reader: Reader) => Partial<Reader>, RegExp]>([
    [
      'a stack that is not there',
      ({ stack }) => ({ stack: async (name) => (name === region ? null : stack(name)) }),
      /pangenomics eu-west-1: stack .* is not deployed: npx cdk deploy/,
    ],
    [
      'a stack whose update failed',
      ({ stack }) => ({
        stack: async (name) => {
          const seen = await stack(name);
          return seen && name === region ? { ...seen, status: 'UPDATE_ROLLBACK_COMPLETE' } : seen;
        },
      }),
      /pangenomics eu-west-1: stack .* is UPDATE_ROLLBACK_COMPLETE/,
    ],
    [
      'a stack of another version',
      ({ stack }) => ({
        stack: async (name) => {
          const seen = await stack(name);
          return seen && name === region ? { ...seen, template: { Resources: {} } } : seen;
        },
      }),
      /pangenomics eu-west-1: stack .* is not this version's: \w+, \w+, \w+ and \d+ others differ/,
    ],
  ])('%s', async (_, change, expected) => {
    const { code, wrong } = await examine({ overrides: change(aReader(stacks)) });
    expect({ code, wrong }).toEqual({ code: 1, wrong: [expect.stringMatching(expected)] });
  });
});

test('without a role only the hub is checked, and the lines say what is not', async () => {
  const { code, wrong, lines } = await examine({ words: [], accounts: [HUB] });
  expect(code).toBe(0);
  // The report's stack is in the hub's account, too.
  expect(wrong).toHaveLength(stacks.length - 2);
  expect(wrong[0]).toBe(
    `?       gateway: account ${GATEWAY} is not checked: give --role NAME, a role there that you may assume`,
  );
  expect(lines.at(-1)).toMatch(/, 0 failed, 8 places not checked$/);
});

test('an account that cannot be read is red, and the others are still checked', async () => {
  const { wrong } = await examine({ refused: [DRY] });
  expect(wrong).toEqual([
    `FAILED  sandbox: Cannot assume a role in ${DRY}`,
    `FAILED  sandbox us-east-1: Cannot assume a role in ${DRY}`,
    `FAILED  sandbox us-west-2: Cannot assume a role in ${DRY}`,
  ]);
});

test('a hub that is not deployed is red, and nothing in it is read', async () => {
  const { code, wrong } = await examine({ accounts: [HUB], overrides: gone });
  expect(code).toBe(1);
  expect(wrong.filter((line) => line.startsWith('FAILED'))).toEqual([
    'FAILED  hub: stack TagEnforcement-Hub is not deployed: npx cdk deploy TagEnforcement-Hub',
    'FAILED  report: stack TagEnforcement-Report is not deployed: npx cdk deploy TagEnforcement-Report',
  ]);
});

test('on a terminal the words are green and red', async () => {
  const { lines } = await examine({ colour: true, overrides: { parameter: async () => 'yes' } });
  const csi = '\u001b[';
  expect(lines.some((line) => line.startsWith(`${csi}32mok    ${csi}39m`))).toBe(true);
  expect(lines.some((line) => line.startsWith(`${csi}31mFAILED${csi}39m`))).toBe(true);
});

test.each([
  [['now'], "doctor: 'now' is not expected. Try: npm run doctor -- --help"],
  [['--roll', 'x'], "doctor: Unknown option '--roll'; did you mean --role? Try: npm run doctor -- --help"],
])('wrong usage is one line: %j', async (words, says) => {
  const { code, errors, lines } = await examine({ words });
  expect({ code, errors, lines }).toEqual({ code: 2, errors: [says], lines: [] });
});

test('with access, the hub’s lines say whom requireSessionName would shut out; without, nothing', async () => {
  const sessions: Reader['sessions'] = async () => [
    { arn: 'arn:aws:sts::422448306679:assumed-role/developer/toil', userName: 'ann@ucsc.edu' },
  ];
  const { code, lines } = await examine({ configuration: givenAccess(), overrides: { sessions } });
  expect(code).toBe(0);
  expect(lines.filter((line) => line.includes('requireSessionName'))).toEqual([
    expect.stringMatching(/^ok {6}hub: requireSessionName would shut out 1 person \(ann@ucsc\.edu\)/),
  ]);
  const without = await examine({ overrides: { sessions } });
  expect(without.lines.join()).not.toContain('requireSessionName');
});

describe('the payer account', () => {
  const PAYER = '555566667777';
  const accounts = [HUB, GATEWAY, ENFORCED, DRY, PAYER];
  const costs = async (given: Given) =>
    (await examine({ payer: PAYER, accounts, ...given })).lines.filter((line) => line.includes(' costs: '));

  test('shows since when the tag is active for cost allocation', async () => {
    expect(await costs({})).toEqual([
      'ok      costs: the tag Owner is active for cost allocation since 2026-09-01',
    ]);
  });

  test.each<[string, Reader['costTag'], string]>([
    [
      'is not active',
      async () => ({ isActive: false, changedAt: null }),
      'the tag Owner is not active for cost allocation',
    ],
    [
      'is not known',
      async () => null,
      'AWS does not know the tag Owner yet: it is on nothing that costs money',
    ],
  ])('has a red line if the tag %s', async (_, costTag, says) => {
    expect(await costs({ overrides: { costTag } })).toEqual([
      `FAILED  costs: ${says}: npm run cost-tag, with credentials of the payer account`,
    ]);
  });

  test('that cannot be read is not checked, or has its reason', async () => {
    expect(await costs({ accounts: [HUB] })).toEqual([
      `?       costs: account ${PAYER} is not checked: give --role NAME, a role there that you may assume`,
    ]);
    expect(await costs({ refused: [PAYER] })).toEqual([
      `FAILED  costs: cannot check the cost allocation tag: Cannot assume a role in ${PAYER}`,
    ]);
  });

  test('has no line if the configuration does not name it', async () => {
    expect((await examine()).lines.join()).not.toContain(' costs: ');
  });
});
