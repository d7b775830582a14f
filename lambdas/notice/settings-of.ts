import type { NoticeSettings } from '../domain/notice/news.ts';
import type { Topics } from '../domain/notice/recipients.ts';
import type { NoticeEnvironment } from './environment.ts';

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
