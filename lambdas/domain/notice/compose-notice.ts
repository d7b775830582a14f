import type { NoticeInput } from '../grace-period/input.ts';
import type { Mail } from '../mail.ts';
import { adviceLines } from './advice-lines.ts';
import type { Concern } from './concern.ts';
import { factLines } from './fact-lines.ts';
import { groupLines } from './group-lines.ts';
import { headline } from './headline.ts';
import { passItOn } from './pass-it-on.ts';
import { section } from './section.ts';
import { subject } from './subject.ts';
import type { Telling } from './telling.ts';

const DRY_RUN = 'DRY RUN: this account is not enforced. Nothing is terminated.';

/** Stands before the time at which instances will end: it may not hold. */
const PAUSED = 'Enforcement is paused. What falls due gets a new grace period after it.';

/** Where it happened, for a subject. */
export const placeOf = ({ account, launch }: NoticeInput): string =>
  `${account.mode === 'dry-run' ? '[dry-run] ' : ''}${account.name} ${launch.region}`;

/** Writes the mail of a round: one for the whole launch, the most urgent concern first. */
export const composeNotice = (
  telling: Telling,
  [first, ...others]: readonly [Concern, ...Concern[]],
  noticeId: string,
): Pick<Mail, 'subject' | 'message'> => {
  const { input, round, launcher, group, settings } = telling;
  const isDryRun = input.account.mode === 'dry-run';
  const isWarning = [first, ...others].some(({ decision }) => decision === 'warned');
  const message = [
    ...(isDryRun ? [DRY_RUN] : []),
    ...(isWarning && round.paused && !isDryRun ? [PAUSED] : []),
    ...section(first, telling, isDryRun ? [] : passItOn(launcher)),
    ...others.flatMap((concern) => section(concern, telling)),
    ...groupLines(group, settings.timeZone),
    ...adviceLines(first, telling),
    ...factLines(input, launcher, noticeId, settings, isWarning ? round.deadline : undefined),
  ].join('\n');
  return { subject: subject(placeOf(input), headline(first, telling)), message };
};
