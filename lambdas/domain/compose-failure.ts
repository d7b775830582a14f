import { messageOf } from './cause.ts';
import { type NoticeSettings, placeOf } from './compose-notice.ts';
import { executionName } from './execution-name.ts';
import { formatTime } from './format-time.ts';
import type { Failure, NoticeInput } from './grace-period.ts';
import { printable } from './printable.ts';
import { subject } from './subject.ts';

/** Writes the mail that says that a launch could not be looked at, so that nothing was judged or done. */
export const composeFailure = (
  input: NoticeInput,
  failure: Failure,
  { timeZone, administrators }: NoticeSettings,
): { subject: string; message: string } => {
  const { launch, account } = input;
  const message = [
    'A launch could not be checked. None of its instances was judged or ended.',
    '',
    `Error:       ${printable(`${failure.Error}: ${messageOf(failure.Cause ?? 'no cause given')}`)}`,
    `Sub-account: ${account.name} (${launch.accountId}), ${launch.region}`,
    `Launch:      ${launch.key.filter} ${printable(launch.key.value)}`,
    `Launched by: ${launch.launcher.description}`,
    `Launched at: ${formatTime(launch.eventTime, timeZone)}`,
    `Questions:   ${administrators.join(', ')}`,
    '',
    `Notice ${executionName(launch)}`,
  ].join('\n');
  return { subject: subject(placeOf(input), `FAILED to check a launch (${failure.Error})`), message };
};
