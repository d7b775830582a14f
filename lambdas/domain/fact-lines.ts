import { formatTime } from './format-time.ts';
import type { NoticeInput } from './grace-period.ts';
import type { Launcher } from './launcher.ts';
import { shownNoticeId } from './notice-id.ts';
import { printable } from './printable.ts';
import type { NoticeSettings } from './telling.ts';
import { wrap } from './wrap.ts';

const LABEL = 13;

/** A line of what is known; a long one goes on under itself. */
export const fact = (label: string, value: string): string[] =>
  wrap(`${`${label}:`.padEnd(LABEL)}${printable(value)}`, ' '.repeat(LABEL));

const KEYS = { 'reservation-id': 'Reservation', 'client-token': 'Token' } as const;

/** The end of every mail: where it happened, who is behind it, whom to ask, and how to tell a mail from another. */
export const factLines = (
  { launch, account }: NoticeInput,
  launcher: Launcher,
  noticeId: string,
  { timeZone, administrators }: NoticeSettings,
  deadline?: string,
): string[] => [
  ...(deadline === undefined ? [] : fact('Deadline', formatTime(deadline, timeZone))),
  ...fact('Account', `${account.name} (${launch.accountId}), ${launch.region}`),
  ...fact('Launched by', launcher.description),
  ...fact('Launched at', formatTime(launch.eventTime, timeZone)),
  ...fact(KEYS[launch.key.filter], launch.key.value),
  ...fact('Questions', administrators.join(', ')),
  // SNS may deliver twice: the id tells a repetition from a second notice.
  ...fact('Notice', shownNoticeId(noticeId)),
];
