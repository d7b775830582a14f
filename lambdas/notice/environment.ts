import * as z from 'zod/mini';
import { OwnerTag } from '../domain/compliance/owner-rule.ts';
import { Accounts } from '../domain/grace-period/round.ts';
import type { NoticeSettings } from '../domain/notice/news.ts';
import type { Topics } from '../domain/notice/recipients.ts';
import { json } from '../environment.ts';

/** The environment of `notice`. */
export const NoticeEnvironment = z.object({
  ACCOUNTS: json(Accounts),
  OWNER_TAG: json(OwnerTag),
  TIME_ZONE: z.string(),
  /** The addresses of the administrators, which mails name for questions. */
  ADMINISTRATORS: json(z.array(z.string())),
  ADMINISTRATORS_TOPIC_ARN: z.string(),
  /** The ARN of every sub-account's topic, without the account id at its end. */
  SUB_ACCOUNT_TOPIC_ARN_PREFIX: z.string(),
  /** The ARN of every person's topic, without the part that is made of the person's name. */
  PERSON_TOPIC_ARN_PREFIX: z.string(),
  TABLE_NAME: z.string(),
});
export type NoticeEnvironment = z.infer<typeof NoticeEnvironment>;

/** The environment in the words of the domain. */
export const settingsOf = (
  environment: NoticeEnvironment,
): { readonly topics: Topics; readonly settings: NoticeSettings } => ({
  topics: {
    administrators: environment.ADMINISTRATORS_TOPIC_ARN,
    subAccountPrefix: environment.SUB_ACCOUNT_TOPIC_ARN_PREFIX,
    personPrefix: environment.PERSON_TOPIC_ARN_PREFIX,
  },
  settings: {
    ownerTag: environment.OWNER_TAG,
    timeZone: environment.TIME_ZONE,
    administrators: environment.ADMINISTRATORS,
  },
});
