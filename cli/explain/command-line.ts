import { oneWord, understand, wrongUsage } from '../command.ts';

/** The answer to --help. */
export const HELP = `Shows what the service knew and did about an instance, as a timeline, with your
credentials of the hub account.

  npm run explain -- i-0123456789abcdef0
  npm run explain -- i-0123456789abcdef0 --account ID --region NAME
  npm run explain -- vol-0123456789abcdef0
  npm run explain -- arn:aws:s3:::lab-data

For each grace period of the instance it shows the record that began it, the
launcher with the evidence, the verdict of each check, the mails with their
recipients, what was done and what AWS answered. The source is the executions of
the state machine, which AWS keeps for 90 days. Reading them takes a second for
each 15: --account, --region and --days make it fast.

An instance that was tagged in the call that launched it has no execution. If
none is found, the output is the command that searches the log of intake, which
is kept for a year.

Of anything else, by its ARN, it shows what the logs of creations, reminders and
publish say: whether it had an Owner, who was reminded of it, and when. Of an
instance, volume or network interface it shows too what propagate wrote on it.

Options
  --account ID    the sub-account
  --region NAME   the Region of that sub-account
  --days N        what began in the last N days, 7 if left out, 90 at most
  --config FILE   cdk.json, or a JSON file with its object tagEnforcement; left
                  out, the cdk.json of this application
  -h, --help      this text

Exit code: 0 if something is known, 1 if nothing is, 2 for wrong usage.
`;

const MAX_DAYS = 90;

/** What the command line asks for. */
export type Question = {
  /** The id of an instance, volume or network interface, or the ARN of anything. */
  readonly instanceId: string;
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
  readonly days: number;
  readonly config?: string | undefined;
};

const wrong = (what: string): never => {
  throw wrongUsage('explain', what);
};

/** Whether a text is the id of an instance. */
export const isInstance = (text: string): boolean => /^i-[0-9a-f]+$/.test(text);

/** The id of a volume or network interface, of which this is the id or the ARN; null for anything else. */
export const attachmentIn = (text: string): string | null =>
  /^(?:arn:.*\/)?((?:vol|eni)-[0-9a-f]+)$/.exec(text)?.[1] ?? null;

/** Whether a text is the ARN of a resource. */
const isArn = (text: string): boolean => /^arn:[\w-]+:[\w-]+:[\w-]*:\d*:\S+$/.test(text);

/** @throws WrongUsage */
export const parseCommandLine = (words: readonly string[]): Question | 'help' => {
  const { values, positionals } = understand('explain', {
    args: [...words],
    allowPositionals: true,
    options: {
      account: { type: 'string' },
      region: { type: 'string' },
      days: { type: 'string', default: '7' },
      config: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const instanceId = oneWord('explain', positionals, 'Which instance? Its id is missing');
  if (!isInstance(instanceId) && attachmentIn(instanceId) === null && !isArn(instanceId))
    return wrong(`'${instanceId}' is not the id of an instance, volume or network interface, and no ARN`);
  const { account, region, config } = values;
  if (account !== undefined && !/^\d{12}$/.test(account)) return wrong(`'${account}' is not an account id`);
  if (region !== undefined && account === undefined) return wrong('--region goes with --account');
  const days = Number(values.days);
  if (!(days > 0 && days <= MAX_DAYS)) {
    return wrong(`--days ${values.days} is not a number of days up to ${MAX_DAYS}`);
  }
  return { instanceId, accountId: account, region, days, config };
};
