import { findLauncher } from '../attribute/find-launcher.ts';
import { judgeTags, type OwnerTag } from '../domain/compliance/owner-rule.ts';
import { instanceArn } from '../domain/instances.ts';
import { type LookUpNeeded, questionAbout } from '../domain/launcher/look-up.ts';
import type { Origin } from '../domain/launcher/origin.ts';
import type { Launcher } from '../domain/record/launcher.ts';
import type { Created } from '../domain/reminder/created.ts';
import { answerWaitSeconds } from '../domain/reminder/mailbox.ts';
import type { TagsAnswer } from '../domain/reminder/reminder.ts';
import type { RemindersClients, RemindersEnvironment } from './handler.ts';

/** The instance whose program made a call in its own Region: the creator may be its owner. */
export const callingInstance = ({ accountId, region, identity }: Created) =>
  identity.is === 'instance-session' && (identity.region ?? region) === region
    ? {
        id: identity.instanceId,
        arn: instanceArn(accountId, region, identity.instanceId),
        resourceType: 'ec2:instance',
      }
    : null;

/** The valid Owner of the instance whose program made a call. */
const originOf = (
  created: Created,
  read: ReadonlyMap<string, TagsAnswer> | null,
  ownerTag: OwnerTag,
): Origin | null => {
  const instance = callingInstance(created);
  const tags = instance && read?.get(instance.arn);
  if (!instance || tags?.is !== 'tags') return null;
  const isOwned = judgeTags(tags.tags, ownerTag).is === 'compliant';
  const owner = isOwned ? tags.tags.find(({ key }) => key === ownerTag.key)?.value : undefined;
  return { kind: 'instance', id: instance.id, owner: owner ?? null };
};

/** Who made a call, and for how many seconds an answer of CloudTrail is worth waiting for; 0 if none is due. */
type Creator = { readonly launcher: Launcher; readonly waitSeconds: number };

/**
 * Asks CloudTrail what the table lacks, about each session once. The answer comes into the table.
 *
 * @returns for how many seconds to wait for the answers
 */
const askAbout = async (
  unanswered: readonly LookUpNeeded[],
  { accountId, region }: Created,
  { reminders, ask, log }: RemindersClients,
): Promise<number> => {
  let longest = 0;
  for (const missing of unanswered) {
    const question = questionAbout(missing, { accountId, region });
    if (!question) continue;
    const now = new Date();
    try {
      const { kind, resourceName, at = '' } = question;
      const asked = await reminders.noteAsked(`${kind} ${resourceName} ${at}`, now);
      if (asked.isNow) {
        await ask({ ...question, isOfCreation: true });
        log.info('creator-asked', { question });
      }
      longest = Math.max(longest, answerWaitSeconds(asked.at, now));
    } catch (error) {
      // The mail is written without the answer.
      log.warn('look-up-not-queued', { question, error });
    }
  }
  return longest;
};

/** Finds who made a call, once for all that they created in a batch. If nobody is found, CloudTrail is asked. */
export const creatorFinder = (
  { GATEWAY_ACCOUNT_ID: gatewayAccountId, OWNER_TAG: ownerTag }: RemindersEnvironment,
  clients: RemindersClients,
) => {
  const find = async (created: Created, origin: Origin | null): Promise<Creator> => {
    const { identity } = created;
    const { launcher, unanswered } = await findLauncher({ identity, origin, gatewayAccountId }, clients);
    const isFound = launcher.userName !== null;
    return { launcher, waitSeconds: isFound ? 0 : await askAbout(unanswered, created, clients) };
  };
  const found = new Map<string, Promise<Creator>>();
  return (created: Created, read: ReadonlyMap<string, TagsAnswer> | null): Promise<Creator> => {
    const { identity } = created;
    const key = JSON.stringify(identity);
    const origin = originOf(created, read, ownerTag);
    const known = found.get(key) ?? find(created, origin);
    found.set(key, known);
    return known;
  };
};
