import { createHash } from 'node:crypto';
import { executionName } from '../grace-period/execution-name.ts';
import type { GracePeriodInput } from '../grace-period/input.ts';

/** So much of it stands in a mail: enough for a person to tell two apart. */
const SHOWN = 10;

/**
 * Names what a round tells, so that a repetition of a mail is known by its id.
 *
 * @param round when its check was made, or what else tells it from the grace period's other rounds
 */
export const noticeId = (
  { launch, cause }: Pick<GracePeriodInput, 'launch' | 'cause'>,
  round: string,
): string => idOf(`${executionName(launch, cause)} ${round}`);

/** The id of what is told: the same for the same text. */
export const idOf = (told: string): string => createHash('sha256').update(told).digest('hex').slice(0, 32);

/** The id of one of a notice's mails, counted from 1. */
export const mailId = (noticeId: string, mail: number): string => `${noticeId}-${mail}`;

/** The id as a mail shows it. */
export const shownNoticeId = (id: string): string => id.slice(0, SHOWN);
