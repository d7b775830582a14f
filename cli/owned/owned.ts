import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Configuration } from '../../infra/config/configuration.ts';
import { reasonOf } from '../../infra/error-reason.ts';
import { compare } from '../../infra/json.ts';
import { TABLE_NAME } from '../../infra/names.ts';
import { GLOBAL_REGION, withGlobalRegion } from '../../infra/regions.ts';
import { COST_EXPLORER_REGION, costOfOwner, type OwnerCosts } from '../../lambdas/aws/cost-explorer.ts';
import { userTable } from '../../lambdas/aws/user-table.ts';
import { mapConcurrently } from '../../lambdas/concurrency.ts';
import { sumOf } from '../../lambdas/domain/report/amount.ts';
import { GLOBAL } from '../../lambdas/domain/report/arn.ts';
import { twelveMonths } from '../../lambdas/domain/report/costs.ts';
import type { Place } from '../../lambdas/domain/report/merge.ts';
import { type Access, access } from '../aws/access.ts';
import { handOver, type NotTagged } from '../aws/hand-over.ts';
import { type OwnedResource, type OwnerSought, ownedInIam, ownedInRegion } from '../aws/owned-resources.ts';
import {
  type Command,
  configurationOf,
  type ExitCode,
  type Screen,
  showHelp,
  wrongUsage,
} from '../command.ts';
import { columnsOf, counted } from '../style.ts';
import { type Asked, HELP, notUser, parseCommandLine, refuseUnknownNames } from './command-line.ts';
import {
  commandLines,
  describeOwned,
  type Found,
  type NotRead,
  notReadLines,
  type OwnerCost,
} from './describe.ts';

/** What `owned` depends on. A place to which there is no access throws. */
type Sources = {
  readonly open: (
    configuration: Configuration,
    role: string | null,
  ) => Promise<{
    /** The users' names, in the hub's table; none if they are not known. */
    readonly users: () => Promise<readonly string[]>;
    readonly find: (sought: OwnerSought, place: Place) => Promise<readonly OwnedResource[]>;
    /** Null if the configuration does not say where costs are. */
    readonly costs: ((sought: OwnerSought, now: Date) => Promise<OwnerCosts>) | null;
    readonly tag: (
      resources: readonly OwnedResource[],
      to: OwnerSought,
      place: Place,
    ) => Promise<NotTagged[]>;
  }>;
  readonly now: () => Date;
  readonly columns: () => number;
};

const NO_ROLE = 'give --role NAME, a role there that you may assume';

const costsIn = ({ billing, hub, subAccounts }: Configuration, settingsOf: Access) => {
  if (billing === undefined) return null;
  return async ({ key, value }: OwnerSought, now: Date): Promise<OwnerCosts> => {
    const settings = await settingsOf(billing.accountId ?? hub.accountId, COST_EXPLORER_REGION);
    if (settings === null) throw new Error(NO_ROLE);
    const ask = costOfOwner(new CostExplorerClient(settings), billing.view ?? null);
    const accountIds = subAccounts.map(({ accountId }) => accountId);
    return ask({ accountIds, ownerKey: key, owner: value, months: twelveMonths(now) });
  };
};

const AWS: Sources = {
  open: async (configuration, role) => {
    const settingsOf = await access(configuration.hub, role);
    /** The settings for a place; IAM is asked in the Region of what has none. */
    const settingsAt = async ({ accountId, region }: Place) => {
      const settings = await settingsOf(accountId, region === GLOBAL ? GLOBAL_REGION : region);
      if (settings === null) throw new Error(NO_ROLE);
      return settings;
    };
    const { hub } = configuration;
    return {
      users: async () => {
        const table = userTable(TABLE_NAME, new DynamoDBClient({ region: hub.region }));
        return (await table.all()).map(({ userName }) => userName);
      },
      find: async (sought, place) => {
        const settings = await settingsAt(place);
        return place.region === GLOBAL
          ? ownedInIam(sought, place.accountId, settings)
          : ownedInRegion(sought, place, settings);
      },
      costs: costsIn(configuration, settingsOf),
      tag: async (resources, to, place) => handOver(resources, to, await settingsAt(place)),
    };
  },
  now: () => new Date(),
  columns: () => columnsOf(process.stdout, process.env),
};

/** Places that are read at once. */
const CONCURRENCY = 16;

type Opened = Awaited<ReturnType<Sources['open']>>;

/** Reads every account and Region. What cannot be read does not stop the others. */
const findAll = async (
  sought: OwnerSought,
  { subAccounts }: Configuration,
  { find }: Opened,
  { progress }: Screen,
): Promise<{ readonly resources: OwnedResource[]; readonly notRead: NotRead[] }> => {
  const places = subAccounts.flatMap(({ accountId, regions }) =>
    [...withGlobalRegion(regions), GLOBAL].map((region) => ({ accountId, region })),
  );
  const resources = new Map<string, OwnedResource>();
  const notRead: NotRead[] = [];
  let done = 0;
  await mapConcurrently(CONCURRENCY, places, async (place) => {
    try {
      for (const one of await find(sought, place)) resources.set(one.arn, one);
    } catch (error) {
      notRead.push({ ...place, reason: reasonOf(error) });
    }
    done += 1;
    progress(`read ${done} of ${counted(places.length, 'place')}`);
  });
  const inOrder = (a: Place, b: Place) => compare(a.accountId, b.accountId) || compare(a.region, b.region);
  return {
    resources: [...resources.values()].sort(
      (a, b) => inOrder(a, b) || compare(a.resourceType, b.resourceType) || compare(a.arn, b.arn),
    ),
    notRead: notRead.sort(inOrder),
  };
};

const costOf = async (sought: OwnerSought, { costs }: Opened, now: Date): Promise<OwnerCost> => {
  if (costs === null) return { missing: 'the configuration has no billing' };
  try {
    const { currency, months } = await costs(sought, now);
    const lastMonth = months.findLast(({ isOpen }) => !isOpen) ?? null;
    return { currency, lastMonth, twelveMonths: sumOf(months.map(({ amount }) => amount)) };
  } catch (error) {
    return { missing: reasonOf(error) };
  }
};

/** The resources of each account and Region, in order. */
const byPlace = (resources: readonly OwnedResource[]): [Place, OwnedResource[]][] =>
  [...Map.groupBy(resources, ({ accountId, region }) => `${accountId} ${region}`)].map(([place, those]) => {
    const [accountId = '', region = ''] = place.split(' ');
    return [{ accountId, region }, those];
  });

/** Gives everything to somebody else. Returns how many resources did not get the tag. */
const runHandOver = async (
  resources: readonly OwnedResource[],
  to: OwnerSought,
  { tag }: Opened,
  screen: Screen,
): Promise<number> => {
  let failures = 0;
  for (const [place, those] of byPlace(resources)) {
    screen.progress(`tagging in ${place.accountId} ${place.region}`);
    const failed = await tag(those, to, place).catch((error: unknown): NotTagged[] =>
      those.map(({ arn }) => ({ arn, reason: reasonOf(error) })),
    );
    for (const { arn, reason } of failed) screen.error(`owned: ${arn} was not handed over: ${reason}`);
    failures += failed.length;
  }
  screen.out(
    `${counted(resources.length - failures, 'resource')} handed over to ${to.value}, ${failures} not.`,
  );
  return failures;
};

/** Who is a user: by the table, and by the configuration. To read the table may be forbidden. */
const usersOf = async ({ access: managed }: Configuration, { users }: Opened): Promise<string[]> => [
  ...(await users().catch(() => [])),
  ...(managed?.userNames ?? []),
];

const answer = async (asked: Asked, screen: Screen, sources: Sources): Promise<ExitCode> => {
  const configuration = configurationOf(asked.config);
  refuseUnknownNames(asked, configuration);
  const { key } = configuration.ownerTag;
  const sought = { key, value: asked.owner };
  const opened = await sources.open(configuration, asked.role);
  const users = await usersOf(configuration, opened);
  const noReceiver = asked.handOver === null ? null : notUser(asked.handOver, users, configuration);
  if (noReceiver !== null) throw wrongUsage('owned', noReceiver);
  const { resources, notRead } = await findAll(sought, configuration, opened, screen);
  const cost =
    resources.length === 0 ? { missing: 'nothing is owned' } : await costOf(sought, opened, sources.now());
  const found: Found = { owner: asked.owner, resources, notRead, cost };
  const names = new Map(configuration.subAccounts.map(({ accountId, name }) => [accountId, name]));
  const columns = sources.columns();
  if (asked.json) screen.out(JSON.stringify(found));
  else for (const line of describeOwned(found, names, columns)) screen.out(line);
  for (const line of notReadLines(found, names, columns)) screen.error(line);
  let left = resources.length;
  if (asked.handOver !== null && left > 0) {
    const to = { key, value: asked.handOver };
    if (asked.yes) left = await runHandOver(resources, to, opened, screen);
    else for (const line of commandLines(resources, to, names)) screen.out(line);
  }
  // Somebody who has left is no user, and may own something.
  const misspelt = resources.length === 0 ? notUser(asked.owner, users, configuration) : null;
  if (misspelt !== null) screen.error(`owned: ${misspelt}`);
  if (notRead.length > 0 || misspelt !== null) return 2;
  return left > 0 ? 1 : 0;
};

/** `npm run owned`. */
export const owned = (sources: Sources = AWS): Command => ({
  name: 'owned',
  run: async (words, screen) => {
    const asked = parseCommandLine(words);
    return asked === null ? showHelp(HELP, screen) : answer(asked, screen, sources);
  },
});
