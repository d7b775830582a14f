import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Configuration } from '../../infra/config/configuration.ts';
import { sweepArn, TABLE_NAME } from '../../infra/names.ts';
import { type BreakerTable, breakerTable } from '../../lambdas/aws/breaker-table.ts';
import { mapConcurrently } from '../../lambdas/concurrency.ts';
import { decide, type Member, membersOf } from '../../lambdas/domain/breaker/record.ts';
import { access, type ClientSettings } from '../aws/access.ts';
import { type Command, configurationOf, type ExitCode, type Screen, showHelp } from '../command.ts';
import { HELP, parseCommandLine } from './command-line.ts';
import { consequences, type Known, list, show } from './describe.ts';

/** The part of the hub that `breaker` reads and changes. */
type Breaker = {
  readonly table: Pick<BreakerTable, 'read' | 'update' | 'joined'>;
  /** Starts a sweep of all accounts, as the schedule does. */
  readonly sweep: () => Promise<void>;
};

/** The breaker of a hub, with AWS's clients. */
const breakerOf = (
  hub: { readonly accountId: string; readonly region: string },
  settings: ClientSettings,
): Breaker => ({
  table: breakerTable(TABLE_NAME, new DynamoDBClient(settings)),
  sweep: async () => {
    await new SFNClient(settings).send(new StartExecutionCommand({ stateMachineArn: sweepArn(hub) }));
  },
});

/** Calls of the table at once. */
const CONCURRENCY = 10;

const DECISIONS = { release: 'released', dismiss: 'dismissed' } as const;

/** The account id of a group, with which the group's id begins. */
const accountIdOf = (groupId: string): string => groupId.slice(0, 12);

const groupsIn = async (
  accountIds: readonly string[],
  { subAccounts }: Configuration,
  { table }: Breaker,
): Promise<Known[]> => {
  const found = await mapConcurrently(CONCURRENCY, accountIds, async (accountId): Promise<Known[]> => {
    const name = subAccounts.find((one) => one.accountId === accountId)?.name ?? null;
    const { groups } = await table.read(accountId);
    return groups.map((group) => ({ accountId, name, group }));
  });
  return found.flat();
};

const idsOf = ({ subAccounts }: Configuration): string[] => subAccounts.map(({ accountId }) => accountId);

const membersIn = async ({ group }: Known, { table }: Breaker): Promise<Member[]> =>
  membersOf(group, await table.joined(group.id));

/** Reports that there is no such group, and which there are. */
const notThere = async (
  groupId: string,
  configuration: Configuration,
  breaker: Breaker,
  screen: Screen,
): Promise<ExitCode> => {
  const accountIds = [...new Set([accountIdOf(groupId), ...idsOf(configuration)])];
  const known = (await groupsIn(accountIds, configuration, breaker)).map(({ group }) => group.id);
  screen.error(
    `breaker: there is no group ${groupId}: ${known.length > 0 ? `there are ${known.join(', ')}` : 'there are no groups'}`,
  );
  return 1;
};

/** Writes the decision, unless it is the same as before. Returns the group as it was; undefined if there is none. */
const write = (
  { accountId, group: { id } }: Known,
  is: (typeof DECISIONS)[keyof typeof DECISIONS],
  { table }: Breaker,
  now: Date,
) =>
  table.update(accountId, (record) => {
    const before = record.groups.find((group) => group.id === id);
    const decided = before && before.decision?.is !== is ? decide(record, id, is, now) : undefined;
    return { record: decided ?? record, result: before };
  });

/** What `breaker` depends on. */
type Sources = {
  readonly breaker: (hub: Configuration['hub']) => Promise<Breaker>;
  readonly now: () => Date;
};

const AWS: Sources = {
  breaker: async (hub) => {
    const settings = await (await access(hub, null))(hub.accountId, hub.region);
    return breakerOf(hub, settings ?? { region: hub.region });
  },
  now: () => new Date(),
};

/** `npm run breaker`. */
export const breaker = (sources: Sources = AWS): Command => ({
  name: 'breaker',
  run: async (words, screen) => {
    const asked = parseCommandLine(words);
    if (asked.is === 'help') return showHelp(HELP, screen);
    const configuration = configurationOf(asked.config);
    const { timeZone } = configuration;
    const hub = await sources.breaker(configuration.hub);
    const now = sources.now();
    if (asked.is === 'list') {
      const groups = await groupsIn(idsOf(configuration), configuration, hub);
      const rows = await mapConcurrently(CONCURRENCY, groups, async (known) => ({
        ...known,
        instances: (await membersIn(known, hub)).length,
      }));
      for (const line of list(rows, timeZone, now)) screen.out(line);
      return 0;
    }
    const { groupId } = asked;
    const known = (await groupsIn([accountIdOf(groupId)], configuration, hub)).find(
      ({ group }) => group.id === groupId,
    );
    if (!known) return notThere(groupId, configuration, hub, screen);
    if (asked.is === 'show') {
      for (const line of show(known, await membersIn(known, hub), timeZone)) screen.out(line);
      return 0;
    }
    if (known.group.mode === 'dry-run') {
      screen.error(
        `breaker: ${groupId} is of an account in mode dry-run: none of its instances is held or terminated`,
      );
      return 1;
    }
    const decided = DECISIONS[asked.is];
    const before = await write(known, decided, hub, now);
    if (!before) return notThere(groupId, configuration, hub, screen);
    // Also if it was released before: that command may have failed before it started a sweep.
    if (decided === 'released') await hub.sweep();
    for (const line of consequences({ ...known, group: before }, decided, timeZone, now)) screen.out(line);
    return 0;
  },
});
