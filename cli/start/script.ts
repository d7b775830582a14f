import type { Configuration } from '../../infra/config/configuration.ts';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { isRegion } from '../../infra/regions.ts';
import { printable } from '../../lambdas/domain/text.ts';
import { changesEc2 } from '../../local/aws/apply-record.ts';
import { changesGroups } from '../../local/aws/auto-scaling.ts';
import type { UserOfAccount } from '../../local/aws/iam-users.ts';
import type { PlayOptions } from '../../local/aws/play-options.ts';
import type { Entry } from '../../local/entry.ts';
import { envelopeOf } from '../../local/events/bus-event.ts';
import type { Rules } from '../../local/events/rules.ts';
import { SAMPLE_SCENARIO, sampleHistory } from '../../local/sample/history.ts';
import { counted } from '../style.ts';
import type { Options } from './command-line.ts';
import { type History, type Reading, readHistory } from './input/read-history.ts';
import { readUsers } from './input/read-users.ts';
import { SeenUsers } from './input/seen-users.ts';
import type { Frame } from './screen/show.ts';

/** The records of a run, its options, and the lines that the screen puts around it. */
export type Script = Pick<History, 'entries' | 'faults'> & {
  readonly frame: Frame;
  readonly playOptions: PlayOptions;
};

const written = (file: string): string => `Who owns what, as a page: ${printable(file)}`;

/** The sample day. */
export const sampleScript = (report: string | null = null): Script => ({
  entries: sampleHistory(),
  faults: [],
  playOptions: SAMPLE_SCENARIO,
  frame: {
    title: "A sample day in the institute's life",
    hints: [
      'The mails: npm start -- --mails',
      written(report ?? 'npm start -- --report report.html'),
      'With your own launches: npm start -- LOGS',
    ],
  },
});

/** The records in the logs that matter to the rules or to the embedded services. */
export const scriptOf = async (
  { paths, users, report }: Options,
  rules: Rules,
  progress: Reading['progress'],
): Promise<Script> => {
  const seenUsers = new SeenUsers();
  const wanted = (entry: Entry): boolean => {
    seenUsers.take(entry);
    return (
      changesEc2(entry) ||
      changesGroups(entry.eventName, entry.record) ||
      entry.eventName === 'RunInstances' ||
      rules.wouldMatch(envelopeOf(entry))
    );
  };
  const listed = users === null ? [] : readUsers(users);
  const history = await readHistory(paths, { wanted, progress });
  const { recordCount, fileCount } = history;
  const title = `${counted(recordCount, 'record')} of ${counted(fileCount, 'file')}`;
  // No sweeps: no event of the logs is lost, and months of sweeps would take minutes and find nothing.
  const playOptions = { users: seenUsers.usersBefore(listed), schedules: false };
  return { ...history, playOptions, frame: { title, hints: report === null ? [] : [written(report)] } };
};

/** The account with most of the users: probably the gateway. */
const accountOfMost = (users: readonly UserOfAccount[]): string | undefined => {
  const [most] = [...Map.groupBy(users, ({ accountId }) => accountId)].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  return most?.[0];
};

/**
 * The configuration for logs without --config: the accounts and Regions with a launch, all in mode enforce, and everything
 * else as in cdk.json. Null if no launch has an account and a Region.
 *
 * @throws ConfigurationInvalid
 */
export const configurationOfLogs = (
  { entries, playOptions: { users = [] } }: Script,
  shipped: Configuration,
): Configuration | null => {
  const launches = entries.filter(
    ({ eventName, accountId, region }) =>
      eventName === 'RunInstances' && /^\d{12}$/.test(accountId) && isRegion(region),
  );
  if (launches.length === 0) return null;
  const regions = Map.groupBy(launches, ({ accountId }) => accountId);
  return parseConfiguration({
    ...shipped,
    mode: 'enforce',
    gateway: { ...shipped.gateway, accountId: accountOfMost(users) ?? shipped.gateway.accountId },
    subAccounts: [...regions].map(([accountId, those]) => ({
      name: accountId,
      ...shipped.subAccounts.find((one) => one.accountId === accountId),
      accountId,
      mode: 'enforce',
      regions: [...new Set(those.map(({ region }) => region))],
    })),
  });
};
