import type { Failure } from '../domain/grace-period/round.ts';
import type { Mail } from '../domain/mail.ts';
import { composeFailure, composeNotice } from '../domain/notice/compose-notice.ts';
import type { Concern, Telling } from '../domain/notice/news.ts';
import { type Audience, copiesOf, mailsTo, noticeId, type Topics } from '../domain/notice/recipients.ts';

const audienceOf = (
  { input: { launch, account }, launcher }: Pick<Telling, 'input' | 'launcher'>,
  copies: Audience['copies'],
  { isListed = true, administratorsOnly = false }: Partial<Pick<Audience, 'isListed' | 'administratorsOnly'>>,
): Audience => ({
  accountId: launch.accountId,
  mode: account.mode,
  isListed,
  administratorsOnly,
  launcher,
  copies,
});

const writeOne = (
  telling: Telling,
  [first, ...others]: readonly Concern[],
  topics: Topics,
  id: string,
): Mail[] => {
  if (!first) return [];
  const news = [first, ...others];
  const audience = audienceOf(telling, copiesOf(news, telling.group), {
    isListed: telling.round.mode !== 'not-listed',
    administratorsOnly: news.every(({ decision }) => decision === 'noticed'),
  });
  const mails = mailsTo(audience, topics, id, composeNotice(telling, [first, ...others], id));
  const isWarning = news.every(({ decision }) => decision === 'warned');
  return isWarning ? mails.map((mail) => ({ ...mail, until: telling.round.deadline })) : mails;
};

const isAct = ({ decision }: Concern): boolean => decision === 'terminated' || decision === 'stopped';

/** The mails of a round; none where it has no news. */
export const writeNews = (telling: Telling, news: readonly Concern[], topics: Topics): Mail[] => {
  const { input, round } = telling;
  const id = noticeId(input, round.checkedAt);
  if (input.account.mode !== 'dry-run') return writeOne(telling, news, topics, id);
  // Done before the account went to dry-run: people are told of it as ever.
  const account: Telling['input']['account'] = { ...input.account, mode: 'enforce' };
  const inEnforce = { ...telling, input: { ...input, account } };
  const ofActs = noticeId(input, `${round.checkedAt} acts`);
  return [
    ...writeOne(inEnforce, news.filter(isAct), topics, ofActs),
    ...writeOne(
      telling,
      news.filter((one) => !isAct(one)),
      topics,
      id,
    ),
  ];
};

/** The mails about a check that failed: an execution has one at most, its last. */
export const writeFailure = (
  { input, launcher, settings }: Pick<Telling, 'input' | 'launcher' | 'settings'>,
  failure: Failure,
  topics: Topics,
): Mail[] => {
  const id = noticeId(input, 'failed check');
  const copies = { administrators: true, subAccount: false };
  const audience = audienceOf({ input, launcher }, copies, {});
  return mailsTo(audience, topics, id, composeFailure(input, failure, launcher, id, settings));
};
