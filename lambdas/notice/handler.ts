import * as z from 'zod/mini';
import { composeFailure } from '../domain/compose-failure.ts';
import { composeNotice } from '../domain/compose-notice.ts';
import { concerns } from '../domain/concern.ts';
import { conclude } from '../domain/conclude.ts';
import { isFailure, type Notice, NoticeInput } from '../domain/grace-period.ts';
import { recipients } from '../domain/recipients.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import { NoticeEnvironment } from './environment.ts';

/**
 * Says what has become of every instance of a launch, and writes the mail that the round calls for, if any. It
 * sends nothing: the state machine publishes each mail, with its own retry.
 */
export const createHandler = (environment: unknown, { log }: { readonly log: Log }) => {
  const settings = parseEnvironment(NoticeEnvironment, environment);
  const topics = {
    administrators: settings.ADMINISTRATORS_TOPIC_ARN,
    subAccountPrefix: settings.SUB_ACCOUNT_TOPIC_ARN_PREFIX,
  };
  const style = {
    ownerTag: settings.OWNER_TAG,
    timeZone: settings.TIME_ZONE,
    administrators: settings.ADMINISTRATORS,
  };

  return async (event: unknown): Promise<Notice> => {
    const input = z.parse(NoticeInput, event);
    const { check, launch, account } = input;
    const before = input.notice?.outcomes ?? [];
    const address = (mail: { subject: string; message: string }) =>
      recipients(launch.accountId, account.mode, topics).map((topicArn) => ({ topicArn, ...mail }));

    if (isFailure(check)) {
      log.error('check failed', { launch, failure: check });
      return { outcomes: before, mails: address(composeFailure(input, check, style)) };
    }
    const outcomes = conclude(check, account.mode, before, input.answerLost !== undefined);
    const [first, ...others] = concerns(check, outcomes, before);
    log.info('concluded', { launch, outcomes });
    return { outcomes, mails: first ? address(composeNotice(input, check, [first, ...others], style)) : [] };
  };
};
