import type { NoticeEnvironment } from '../../../lambdas/notice/environment.ts';
import { anOwnerTag } from '../an-owner-tag.ts';

/** The environment of `notice`. */
export const aNoticeEnvironment = (): NoticeEnvironment => ({
  ACCOUNTS: { 'dry-run': [], enforce: ['422448306679'] },
  OWNER_TAG: anOwnerTag(),
  TIME_ZONE: 'America/Los_Angeles',
  ADMINISTRATORS: ['cluster-admin@soe.ucsc.edu'],
  ADMINISTRATORS_TOPIC_ARN: 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-administrators',
  SUB_ACCOUNT_TOPIC_ARN_PREFIX: 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-',
  PERSON_TOPIC_ARN_PREFIX: 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-person-',
  TABLE_NAME: 'tag-enforcement',
});
