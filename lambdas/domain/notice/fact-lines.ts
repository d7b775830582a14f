import type { Cause, NoticeInput } from '../grace-period/input.ts';
import { valuesOf } from '../record/launch.ts';
import type { Launcher } from '../record/launcher.ts';
import { printable } from '../text.ts';
import { formatTime } from './format-time.ts';
import { shownNoticeId } from './notice-id.ts';
import type { NoticeSettings } from './telling.ts';
import { wrap } from './wrap.ts';

const LABEL = 13;

/** A line of what is known; a long one goes on under itself. */
export const fact = (label: string, value: string): string[] =>
  wrap(`${`${label}:`.padEnd(LABEL)}${printable(value)}`, ' '.repeat(LABEL));

const KEYS = { 'reservation-id': 'Reservation', 'client-token': 'Token', 'instance-id': 'Instance' } as const;

/** What began at the launch's eventTime: the grace period, and with it most often the launch. */
const BEGAN = {
  launch: 'Launched at',
  untagged: 'Untagged at',
  sweep: 'Found at',
  resume: 'Resumed at',
} as const;

/** Why a grace period begins where no launch does. */
const why = (cause: Exclude<Cause, 'launch'>, key: string): string => {
  switch (cause) {
    case 'untagged':
      return `the tag ${key} was taken away or changed`;
    case 'sweep':
      return 'found by a sweep, which looks at all instances';
    case 'resume':
      return 'it was held, and is held no longer';
    default:
      return cause satisfies never;
  }
};

/** The end of every mail: where it happened, who is behind it, whom to ask, and how to tell a mail from another. */
export const factLines = (
  { launch, cause, account }: NoticeInput,
  launcher: Launcher,
  noticeId: string,
  { timeZone, administrators, ownerTag }: NoticeSettings,
  deadline?: string,
): string[] => [
  ...(deadline === undefined ? [] : fact('Deadline', formatTime(deadline, timeZone))),
  ...fact('Account', `${account.name} (${launch.accountId}), ${launch.region}`),
  ...fact('Launched by', launcher.description),
  ...(cause !== 'launch' && launch.launchedAt !== undefined
    ? fact('Launched at', formatTime(launch.launchedAt, timeZone))
    : []),
  ...fact(BEGAN[cause], formatTime(launch.eventTime, timeZone)),
  ...(cause === 'launch' ? [] : fact('Why now', why(cause, ownerTag.key))),
  // Several are listed above.
  ...(valuesOf(launch.key).length === 1 ? fact(KEYS[launch.key.filter], launch.key.value) : []),
  ...fact('Questions', administrators.join(', ')),
  // SNS may deliver twice: the id tells a repetition from a second notice.
  ...fact('Notice', shownNoticeId(noticeId)),
];
