import * as z from 'zod/mini';
import { findLauncher, type Tables } from '../attribute/find-launcher.ts';
import type { BreakerTable } from '../aws/breaker-table.ts';
import type { AskCloudTrail } from '../aws/cloud-trail.ts';
import type { OwnerChangeTable } from '../aws/launcher-tables.ts';
import { composeBreakerMails } from '../domain/breaker/compose.ts';
import { BreakerNoticeInput } from '../domain/breaker/notices.ts';
import { type Member, membersOf } from '../domain/breaker/record.ts';
import type { Mail } from '../domain/mail.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import { NoticeEnvironment, settingsOf } from '../notice/environment.ts';

/** The environment of `breaker`: that of `notice`, which writes mails too, and what finds who made a call. */
export const BreakerEnvironment = z.extend(NoticeEnvironment, {
  GATEWAY_ACCOUNT_ID: z.string(),
  LOOK_UP_QUEUE_URL: z.string(),
});
export type BreakerEnvironment = z.infer<typeof BreakerEnvironment>;

export type BreakerClients = {
  readonly [Table in keyof Tables]: (tableName: string) => Tables[Table];
} & {
  readonly breaker: (tableName: string) => Pick<BreakerTable, 'read' | 'joined'>;
  readonly ownerChanges: (tableName: string) => Pick<OwnerChangeTable, 'find'>;
  readonly ask: (queueUrl: string) => AskCloudTrail;
  readonly log: Log;
};

/** What the state machine asks: first that CloudTrail be asked who did it, some minutes later what to tell whom. */
const BreakerInput = z.object({ step: z.enum(['ask', 'compose']), input: BreakerNoticeInput });

/** One script made the calls, as a rule: some of its instances tell as much as all of them. */
const sampleOf = <Item>(items: readonly Item[]): Item[] =>
  [...new Set([0, Math.floor(items.length / 2), items.length - 1])].flatMap((index) => items[index] ?? []);

/** Writes the mails about a group that the breaker holds. Sends nothing. */
export const createHandler = (environment: unknown, { log, ...clients }: BreakerClients) => {
  const variables = parseEnvironment(BreakerEnvironment, environment);
  const { topics, settings } = settingsOf(variables);
  const tableName = variables.TABLE_NAME;
  const tables: Tables = {
    sessions: clients.sessions(tableName),
    users: clients.users(tableName),
    launchCallers: clients.launchCallers(tableName),
  };
  const ownerChanges = clients.ownerChanges(tableName);
  const breaker = clients.breaker(tableName);
  const ask = clients.ask(variables.LOOK_UP_QUEUE_URL);

  const changedBy = async (instances: readonly Member[]): Promise<string[]> => {
    const found = new Set<string>();
    for (const { instanceId } of sampleOf(instances)) {
      const change = await ownerChanges.find(instanceId);
      if (!change) continue;
      const one = { identity: change.caller, origin: null, gatewayAccountId: variables.GATEWAY_ACCOUNT_ID };
      found.add((await findLauncher(one, tables)).launcher.description);
    }
    return [...found];
  };

  const groupOf = async ({ accountId, groupId }: BreakerNoticeInput) => {
    const { groups } = await breaker.read(accountId);
    const group = groups.find(({ id }) => id === groupId);
    return group && { group, members: membersOf(group, await breaker.joined(groupId)) };
  };

  const askWho = async (input: BreakerNoticeInput): Promise<{ mails: Mail[] }> => {
    const { accountId } = input;
    const { members = [] } = (await groupOf(input)) ?? {};
    for (const { region, instanceId } of sampleOf(members)) {
      const ownerKey = settings.ownerTag.key;
      await ask({ accountId, region, kind: 'owner-change', resourceName: instanceId, ownerKey });
    }
    return { mails: [] };
  };

  const compose = async (input: BreakerNoticeInput): Promise<{ mails: Mail[] }> => {
    const found = await groupOf(input);
    // Somebody has decided meanwhile, or each had an Owner again before it was held: there is nothing to tell.
    if (!found || found.group.decision || found.members.length === 0) return { mails: [] };
    const { group, members } = found;
    const telling = { input, group, members, changedBy: await changedBy(members), settings };
    const mails = composeBreakerMails(telling, topics);
    log.info('breaker-mails-written', {
      group: group.id,
      day: input.day,
      instances: members.length,
      mails: mails.length,
    });
    return { mails };
  };

  return async (event: unknown): Promise<{ mails: Mail[] }> => {
    const { step, input } = z.parse(BreakerInput, event);
    switch (step) {
      case 'ask':
        return askWho(input);
      case 'compose':
        return compose(input);
      default:
        return step satisfies never;
    }
  };
};
