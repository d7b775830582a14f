import type { Failure } from '../domain/grace-period/failure.ts';
import { composeFailure } from '../domain/notice/compose-failure.ts';
import { composeNotice } from '../domain/notice/compose-notice.ts';
import type { Concern } from '../domain/notice/concern.ts';
import type { Mail } from '../domain/notice/mail.ts';
import { noticeId } from '../domain/notice/notice-id.ts';
import { type Audience, copiesOf, mailsTo, type Topics } from '../domain/notice/recipients.ts';
import type { Telling } from '../domain/notice/telling.ts';

const audienceOf = (
  { input: { launch, account }, launcher }: Pick<Telling, 'input' | 'launcher'>,
  copies: Audience['copies'],
  administratorsOnly: boolean,
): Audience => ({ accountId: launch.accountId, mode: account.mode, administratorsOnly, launcher, copies });

/** The mails of a round; none where it has no news. */
export const writeNews = (
  telling: Telling,
  [first, ...others]: readonly Concern[],
  topics: Topics,
): Mail[] => {
  if (!first) return [];
  const id = noticeId(telling.input, telling.round.checkedAt);
  const news = [first, ...others];
  const isOnlyReported = news.every(({ decision }) => decision === 'noticed');
  const audience = audienceOf(telling, copiesOf(news, telling.group), isOnlyReported);
  return mailsTo(audience, topics, id, composeNotice(telling, [first, ...others], id));
};

/** The mails about a check that failed: an execution has one at most, its last. */
export const writeFailure = (
  { input, launcher, settings }: Pick<Telling, 'input' | 'launcher' | 'settings'>,
  failure: Failure,
  topics: Topics,
): Mail[] => {
  const id = noticeId(input, 'failed check');
  const copies = { administrators: true, subAccount: false };
  const audience = audienceOf({ input, launcher }, copies, false);
  return mailsTo(audience, topics, id, composeFailure(input, failure, launcher, id, settings));
};
