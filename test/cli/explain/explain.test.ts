import { expect, test } from '@jest/globals';
import type { Executions } from '../../../cli/aws/executions.ts';
import { runCommand } from '../../../cli/command.ts';
import { explain } from '../../../cli/explain/explain.ts';
import { givenLeast } from '../../infra/given-configuration.ts';
import { aCheckInput } from '../../lambdas/a-check-input.ts';
import { at, textAt } from '../../lambdas/at.ts';
import { withConfiguration } from '../a-configuration-file.ts';
import { aScreen } from '../a-screen.ts';
import { aHistory } from './a-history.ts';

const launch = { ...aCheckInput().launch, instanceIds: ['i-1', 'i-2'] };

const executions = (history = aHistory()): Executions => ({
  list: async function* () {
    yield [{ arn: 'arn-0', name: '422448306679-us-west-2-r-1-launch-1', status: 'FAILED', startedAt: at(0) }];
  },
  ends: async () => ({ input: JSON.stringify({ launch }), output: null }),
  history: async () => history,
  intakeLogs: async () => 'TagEnforcement-Hub-IntakeFunctionLogs1',
});

const LINES = [
  {
    code: 'mail-handled',
    timestamp: textAt(16),
    mail: 'm-1',
    published: { messageId: 'x', topicArn: 'arn:aws:sns:us-west-2:652235167018:bob' },
  },
  {
    code: 'creator-awaited',
    timestamp: textAt(9),
    arns: ['arn:aws:s3:::lab-data'],
    waitSeconds: 300,
  },
  {
    code: 'reminder-kept',
    timestamp: textAt(10),
    arn: 'arn:aws:s3:::lab-data',
    finding: { is: 'noncompliant', reason: 'owner-missing' },
    creator: 'bob@ucsc.edu',
    mailboxes: ['person#bob@ucsc.edu'],
  },
  {
    code: 'reminder-mail-written',
    timestamp: textAt(15),
    mailbox: 'person#bob@ucsc.edu',
    mail: 'm-1',
    arns: ['arn:aws:s3:::lab-data'],
  },
  { code: 'another', timestamp: textAt(15), arn: 'arn:aws:s3:::lab-data' },
  {
    code: 'owner-propagated',
    timestamp: textAt(12),
    owner: 'bob@ucsc.edu',
    resources: [
      { type: 'volume', resourceId: 'vol-1a', instanceIds: ['i-2'] },
      { type: 'network-interface', resourceId: 'eni-1a', instanceIds: ['i-2'] },
      { type: 'volume', resourceId: 'vol-3c', instanceIds: ['i-3'] },
    ],
  },
  {
    code: 'owner-not-propagated',
    timestamp: textAt(14),
    owner: 'bob@ucsc.edu',
    resources: [{ type: 'volume', resourceId: 'vol-2b', instanceIds: ['i-2'] }],
    result: 'refused',
  },
  {
    code: 'resource-judged',
    timestamp: textAt(13),
    arn: 'arn:aws:ec2:us-west-2:422448306679:volume/vol-1a',
    verdict: 'compliant',
  },
].map((line) => JSON.stringify(line));

const run = async (
  words: readonly string[],
  of = executions(),
  colour = false,
  read = async (text: string) => LINES.filter((line) => line.includes(text)),
) => {
  const screen = aScreen(colour);
  const lines = async () => read;
  const sources = { executions: async () => of, lines, now: () => at(60) };
  const code = await withConfiguration(givenLeast(), (file) =>
    runCommand(explain(sources), [...words, '--config', file], screen),
  );
  return { code, ...screen };
};

test('a resource is explained by the lines of the functions that name it, and what became of its mail', async () => {
  const { code, lines } = await run(['arn:aws:s3:::lab-data']);
  expect(code).toBe(0);
  expect(
    lines.map((line) =>
      line.slice(-line.length + 'Tue 3 Nov 2026, 09:10:00 PST (2026-11-03T17:10:00Z)  '.length),
    ),
  ).toEqual([
    'no valid Owner, and nobody known created it: CloudTrail is asked, for 300 seconds at most',
    'no valid Owner (owner-missing); created by bob@ucsc.edu; a reminder waits for person#bob@ucsc.edu',
    'the mail to person#bob@ucsc.edu names it',
    'SNS took the mail for arn:aws:sns:us-west-2:652235167018:bob',
  ]);
});

/** What an entry says, without its time. */
const said = (lines: readonly string[]): string[] =>
  lines.map((line) => line.replace(/^.*Z\) {2}/, '')).filter((line) => line.startsWith('propagate:'));

test('an instance is explained with what got its Owner', async () => {
  const { code, lines } = await run(['i-2']);
  expect(code).toBe(0);
  expect(said(lines)).toEqual([
    'propagate: bob@ucsc.edu was written on volume vol-1a, network-interface eni-1a',
    'propagate: bob@ucsc.edu was not written on volume vol-2b: IAM saw another one',
  ]);
});

test('so is one that was tagged in the call, of which nothing else is known', async () => {
  const { code, lines } = await run(['i-3']);
  expect(code).toBe(0);
  expect(said(lines)).toEqual(['propagate: bob@ucsc.edu was written on volume vol-3c']);
  expect(lines.join()).toContain('has none. This searches the log of intake');
});

test('an instance is explained also if the log of propagate cannot be read', async () => {
  const { code, lines } = await run(['i-2'], executions(), false, () =>
    Promise.reject(new Error('AccessDenied')),
  );
  expect(code).toBe(0);
  expect(lines.at(-1)).toContain('the log of propagate cannot be read (AccessDenied)');
});

test.each(['vol-1a', 'arn:aws:ec2:us-west-2:422448306679:volume/vol-1a'])(
  'a volume is explained with the Owner that it got: %s',
  async (name) => {
    const { code, lines } = await run([name]);
    expect(code).toBe(0);
    expect(lines.map((line) => line.replace(/^.*Z\) {2}/, ''))).toEqual([
      'propagate: bob@ucsc.edu, the Owner of i-2, was written on it',
      'its tags were read: it has a valid Owner',
    ]);
  },
);

test('of a resource that no line names, it says so', async () => {
  const { code, lines } = await run(['arn:aws:s3:::another']);
  expect(code).toBe(1);
  expect(lines[0]).toBe(
    'No log line of the last 7 days names arn:aws:s3:::another. --days asks for more days, up to 90.',
  );
});

test('an instance is explained in the time zone of the configuration', async () => {
  const { code, lines } = await run(['i-2']);
  expect(code).toBe(0);
  expect(lines.slice(0, 2)).toEqual([
    'Tue 3 Nov 2026, 09:00:00 PST (2026-11-03T17:00:00Z)  FAILED',
    '422448306679-us-west-2-r-1-launch-1',
  ]);
  expect(lines).toContain("  09:10:04 PST  termination: AWS's answer: terminated (confirmed)");
  expect(lines).toContain(
    '  09:10:00 PST  checked: noncompliant (owner-missing); due for termination; no further check',
  );
  expect(lines.join('\n')).toContain('deadline 09:10:00 PST');
});

test('if nothing is known about an instance, it says where else to look', async () => {
  const { code, lines } = await run(['i-4']);
  expect(code).toBe(1);
  expect(lines).toEqual([
    expect.stringContaining('No execution of the last 7 days names i-4'),
    expect.any(String),
    `  aws logs filter-log-events --log-group-name TagEnforcement-Hub-IntakeFunctionLogs1 --filter-pattern '"i-4"'`,
  ]);
});

test('texts from records cannot move the cursor', async () => {
  const hostile = {
    ...launch,
    launcher: { userName: null, description: 'session \u001b[2J\nnamed', evidence: null },
  };
  const input = JSON.stringify({ ...aCheckInput(), launch: hostile });
  const [first] = aHistory();
  if (!first) throw new Error('a history has events');
  const { lines } = await run(['i-2'], executions([{ ...first, executionStartedEventDetails: { input } }]));
  expect(lines.join('')).not.toMatch(/\p{Cc}/u);
  expect(lines.join('')).toContain('session  [2J named');
});

test.each([
  [[], 'Which instance? Its id is missing'],
  [['r-1'], "'r-1' is not the id of an instance, volume or network interface, and no ARN"],
  [['i-1', 'i-2'], "'i-2' is not expected"],
  [['i-1', '--account', '12'], "'12' is not an account id"],
  [['i-1', '--region', 'us-west-2'], '--region goes with --account'],
  [['i-1', '--days', '91'], '--days 91 is not a number of days up to 90'],
  [['i-1', '--days', 'many'], '--days many is not a number of days up to 90'],
  [['i-1', '--dys', '3'], "Unknown option '--dys'"],
])('wrong usage is one line: %j', async (words, says) => {
  const { code, lines, errors } = await run(words);
  expect({ code, lines, errors }).toEqual({
    code: 2,
    lines: [],
    errors: [expect.stringMatching(/^explain: .*Try: npm run explain -- --help$/)],
  });
  expect(errors[0]).toContain(says);
});
