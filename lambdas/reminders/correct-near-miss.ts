import type { Mode } from '../domain/grace-period/round.ts';
import { correctionOf } from '../domain/reminder/correction.ts';
import type { Created } from '../domain/reminder/created.ts';
import { READ_AGAIN_SECONDS } from '../domain/reminder/mailbox.ts';
import type { Correction, Finding, ReadTags } from '../domain/reminder/reminder.ts';
import type { RemindersClients } from './handler.ts';

/** A resource whose tags were just read, and what is wrong with them. */
type Judged = {
  readonly arn: string;
  readonly created: Created;
  readonly mode: Mode;
  readonly finding: Finding;
  readonly tags: ReadTags;
};

/**
 * Corrects a near miss where CreateTags can. Never overwrites an Owner that was not read. What cannot be corrected is told as any
 * other finding, so no answer of EC2 fails here.
 *
 * @returns null if it was not corrected; `gone` if EC2 does not know the resource any more; `refused` if IAM sees an Owner that was
 *   not read, so that the message which reads the tags again decides what is told
 */
export const correctNearMiss = async (
  { arn, created, mode, finding, tags }: Judged,
  key: string,
  { tagResource, send, log }: Pick<RemindersClients, 'tagResource' | 'send' | 'log'>,
): Promise<Correction | 'gone' | 'refused' | null> => {
  const { resourceType, accountId, region, eventId } = created;
  const order = correctionOf({ arn, resourceType }, finding, tags.is === 'tags' ? tags.tags : [], key);
  if (!order) return null;
  // The account has no role that could write.
  if (mode === 'dry-run') return 'would-be-written';
  const facts = { arn, resourceType, accountId, region, eventId, owner: order.tag.value, over: order.over };
  // Before the tag is written: a run that dies then has not kept the reminder, and this message does.
  await send({ created: { ...created, arns: [arn] }, correcting: finding }, READ_AGAIN_SECONDS);
  try {
    const result = await tagResource(accountId, region, order);
    if (result === 'gone') return 'gone';
    if (result === 'written') {
      log.info('near-miss-corrected', facts);
      return 'written';
    }
    log.warn('near-miss-not-corrected', { ...facts, result });
    if (result === 'refused') return 'refused';
  } catch (error) {
    log.error('near-miss-not-corrected', { ...facts, error });
  }
  return null;
};
