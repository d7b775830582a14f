import type { NoticeInput } from '../grace-period/input.ts';
import type { Failure } from '../grace-period/round.ts';
import type { Mail } from '../mail.ts';
import type { Launcher } from '../record/launcher.ts';
import { messageOf, printable } from '../text.ts';
import { placeOf } from './compose-notice.ts';
import { fact, factLines } from './fact-lines.ts';
import { count } from './headline.ts';
import { instanceLines } from './instance-lines.ts';
import { subject } from './subject.ts';
import type { NoticeSettings } from './telling.ts';
import { cut, wrap } from './wrap.ts';

/** What a person reads of an error; the execution has all of it. */
const LONGEST_ERROR = 600;

/** What AWS had confirmed by then, and whether more may have come of it: the check was to tell. */
const whatWasDone = ({ answerLost, notEnded, terminations }: NoticeInput): string[] => {
  const { results = [], ifGone = [] } = terminations ?? {};
  const confirmed = results.flatMap(({ result, instanceIds }): string[] => {
    if (result !== 'terminated' && result !== 'stopped') return [];
    const those = instanceLines({ instanceIds, decision: result }, { examples: [] });
    return [`${count(instanceIds)} ${result} before that:`, ...those];
  });
  if (answerLost || notEnded || ifGone.length > 0) {
    const lost =
      'A launch could not be checked after a termination without an answer: instances may have ended.';
    return [...wrap(lost), ...confirmed];
  }
  return confirmed.length > 0
    ? ['A launch could not be checked to the end of its termination.', ...confirmed]
    : ['A launch could not be checked: none of it was judged or terminated.'];
};

/** Writes the mail that says that a launch could not be looked at, or no more after a termination had begun. */
export const composeFailure = (
  input: NoticeInput,
  failure: Failure,
  launcher: Launcher,
  noticeId: string,
  settings: NoticeSettings,
): Pick<Mail, 'subject' | 'message'> => {
  const { key } = settings.ownerTag;
  const message = [
    ...whatWasDone(input),
    ...wrap(`If it is yours, make sure that each instance has its tag ${key}.`),
    'Administrators: see the error below. The next sweep looks again.',
    '',
    ...fact('Error', cut(`${failure.Error}: ${messageOf(failure.Cause ?? 'no cause given')}`, LONGEST_ERROR)),
    ...factLines(input, launcher, noticeId, settings),
  ].join('\n');
  const what = `FAILED to check a launch (${printable(failure.Error)})`;
  return { subject: subject(placeOf(input), what), message };
};
