import * as z from 'zod/mini';
import { findLauncher, type Tables } from '../attribute/find-launcher.ts';
import type { BreakerTable } from '../aws/breaker-table.ts';
import type { AskCloudTrail } from '../aws/cloud-trail.ts';
import type { OwnerChangeTable } from '../aws/launcher-tables.ts';
import { composeBreakerMails } from '../domain/breaker/compose.ts';
import { BreakerNoticeInput } from '../domain/breaker/notices-due.ts';
import { type Group, type Member, membersOf } from '../domain/breaker/record.ts';
import type { Mail } from '../domain/mail.ts';
import type { Log } from '../log.ts';
import { NoticeEnvironment, settingsOf } from '../notice/environment.ts';

/**
 * The environment of `breaker`: that of `notice`, since it writes mails too, and what it needs to find who made a call.
 */
export const BreakerEnvironment = z.extend(NoticeEnvironment, {
  GATEWAY_ACCOUNT_ID: z.string(),
  LOOK_UP_QUEUE_URL: z.string(),
});
export type BreakerEnvironment = z.infer<typeof BreakerEnvironment>;

export type BreakerClients = Tables & {
  readonly breaker: Pick<BreakerTable, 'read' | 'joined'>;
  readonly ownerChanges: Pick<OwnerChangeTable, 'find'>;
  readonly ask: AskCloudTrail;
  readonly log: Log;
};

/**
 * The state machine calls twice: first to ask CloudTrail who changed the Owners, some minutes later to compose the
 * mails.
 */
const BreakerInput = z.object({ step: z.enum(['ask', 'compose']), input: BreakerNoticeInput });

/** Three of the items. As a rule one script made all the calls, so these show as much as all of them. */
const sampleOf = <Item>(items: readonly Item[]): Item[] =>
  [...new Set([0, Math.floor(items.length / 2), items.length - 1])].flatMap((index) => items[index] ?? []);

/** Writes the mails about a breaker group. Sends nothing. */
export const createHandler =
  (environment: BreakerEnvironment, clients: BreakerClients) =>
  async (event: unknown): Promise<{ mails: Mail[] }> => {
    const { step, input } = z.parse(BreakerInput, event);
    switch (step) {
      case 'ask':
        await askCloudTrailWho(input, environment.OWNER_TAG.key, clients);
        return { mails: [] };
      case 'compose':
        return { mails: await composeMails(input, environment, clients) };
      default:
        return step satisfies never;
    }
  };

/** The group that a notice is about; undefined if the account's record no longer has it. */
const groupOf = async (
  { accountId, groupId }: BreakerNoticeInput,
  breaker: BreakerClients['breaker'],
): Promise<{ readonly group: Group; readonly members: Member[] } | undefined> => {
  const { groups } = await breaker.read(accountId);
  const group = groups.find(({ id }) => id === groupId);
  return group && { group, members: membersOf(group, await breaker.joined(groupId)) };
};

/** Asks CloudTrail who changed the Owners of a group's instances. */
const askCloudTrailWho = async (
  input: BreakerNoticeInput,
  ownerKey: string,
  { breaker, ask }: BreakerClients,
): Promise<void> => {
  const { accountId } = input;
  const { members = [] } = (await groupOf(input, breaker)) ?? {};
  for (const { region, instanceId } of sampleOf(members)) {
    await ask({ accountId, region, kind: 'owner-change', resourceName: instanceId, ownerKey });
  }
};

/** Who changed the Owners of a group's instances, as far as CloudTrail has answered. */
const changedBy = async (
  instances: readonly Member[],
  gatewayAccountId: string,
  { ownerChanges, ...tables }: BreakerClients,
): Promise<string[]> => {
  const found = new Set<string>();
  for (const { instanceId } of sampleOf(instances)) {
    const change = await ownerChanges.find(instanceId);
    if (!change) continue;
    const one = { identity: change.caller, origin: null, gatewayAccountId };
    found.add((await findLauncher(one, tables)).launcher.description);
  }
  return [...found];
};

const composeMails = async (
  input: BreakerNoticeInput,
  environment: BreakerEnvironment,
  clients: BreakerClients,
): Promise<Mail[]> => {
  const found = await groupOf(input, clients.breaker);
  // Somebody has decided meanwhile, or every instance had an Owner again before it was held: no mail is needed.
  if (!found || found.group.decision || found.members.length === 0) return [];
  const { group, members } = found;
  const { topics, settings } = settingsOf(environment);
  const by = await changedBy(members, environment.GATEWAY_ACCOUNT_ID, clients);
  const mails = composeBreakerMails({ input, group, members, changedBy: by, settings }, topics);
  const counts = { instances: members.length, mails: mails.length };
  clients.log.info('breaker-mails-written', { group: group.id, day: input.day, ...counts });
  return mails;
};
