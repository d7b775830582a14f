import { understand, wrongUsage } from '../command.ts';

/** The answer to --help. */
export const HELP = `Shows everything that the service knew and did about an instance, as a timeline,
with your credentials of the hub account.

  npm run explain -- i-0123456789abcdef0
  npm run explain -- i-0123456789abcdef0 --account ID --region NAME

For each grace period of the instance: the record that began it, the launcher
and by what evidence, the verdict of each look, the mails and whom they went to,
what was done and what AWS answered. Times are those of the configuration's
timeZone. It is read from the executions of the state machine, which AWS keeps
for 90 days; each that may be the instance's is looked at, 15 a second: account,
Region and days make it fast.

An instance that was tagged in the call that launched it has no execution. Where
none is found, the command is shown that searches the log of intake, which is
kept for a year.

Options
  --account ID    the sub-account
  --region NAME   the Region of that sub-account
  --days N        executions that began in the last N days, 7 if left out, 90 at
                  most
  --config FILE   cdk.json, or a JSON file with its object tagEnforcement; left
                  out, the cdk.json of this application
  -h, --help      this text

Exit code: 0 if something is known, 1 if nothing is, 2 for wrong usage.
`;

const MAX_DAYS = 90;

/** What is asked. */
export type Question = {
  readonly instanceId: string;
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
  readonly days: number;
  readonly config?: string | undefined;
};

const wrong = (what: string): never => {
  throw wrongUsage('explain', what);
};

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
  const [instanceId, unexpected] = positionals;
  if (instanceId === undefined) return wrong('Which instance? Its id is missing');
  if (!/^i-[0-9a-f]+$/.test(instanceId)) return wrong(`'${instanceId}' is not the id of an instance`);
  if (unexpected !== undefined) return wrong(`'${unexpected}' is not expected`);
  const { account, region, config } = values;
  if (account !== undefined && !/^\d{12}$/.test(account)) return wrong(`'${account}' is not an account id`);
  if (region !== undefined && account === undefined) return wrong('--region goes with --account');
  const days = Number(values.days);
  if (!(days > 0 && days <= MAX_DAYS)) {
    return wrong(`--days ${values.days} is not a number of days up to ${MAX_DAYS}`);
  }
  return { instanceId, accountId: account, region, days, config };
};
