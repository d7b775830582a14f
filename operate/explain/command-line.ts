import { parseArgs } from 'node:util';
import { WrongUsage } from '../../local/errors.ts';
import { understand } from '../command.ts';

const LONGEST_DAYS = 90;

/** What is asked. */
export type Question = {
  readonly instanceId: string;
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
  readonly days: number;
  readonly config?: string | undefined;
};

const wrong = (what: string): never => {
  throw new WrongUsage(`${what}. Try: npm run explain -- --help`);
};

/** @throws WrongUsage */
export const parseCommandLine = (words: readonly string[]): Question | 'help' => {
  const { values, positionals } = understand('explain', () =>
    parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        account: { type: 'string' },
        region: { type: 'string' },
        days: { type: 'string', default: '7' },
        config: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }),
  );
  if (values.help) return 'help';
  const [instanceId, unexpected] = positionals;
  if (instanceId === undefined) return wrong('Which instance? Its id is missing');
  if (!/^i-[0-9a-f]+$/.test(instanceId)) return wrong(`'${instanceId}' is not the id of an instance`);
  if (unexpected !== undefined) return wrong(`'${unexpected}' is not expected`);
  const { account, region, config } = values;
  if (account !== undefined && !/^\d{12}$/.test(account)) return wrong(`'${account}' is not an account id`);
  if (region !== undefined && account === undefined) return wrong('--region goes with --account');
  const days = Number(values.days);
  if (!(days > 0 && days <= LONGEST_DAYS)) {
    return wrong(`--days ${values.days} is not a number of days up to ${LONGEST_DAYS}`);
  }
  return { instanceId, accountId: account, region, days, config };
};
