import type { AccessReviewEnvironment } from '../../lambdas/access-review/handler.ts';
import type { CollectEnvironment } from '../../lambdas/collect/handler.ts';
import type { CostsEnvironment } from '../../lambdas/costs/handler.ts';
import type { ReportEnvironment } from '../../lambdas/report/handler.ts';
import type { MailEnvironment } from '../../lambdas/report/send-mails.ts';
import type { Configuration } from '../config/configuration.ts';
import { noticeEnvironment, type TopicArns, type Variables } from '../hub/environments.ts';
import {
  ACCESS_REVIEW_ROLE_NAME,
  COSTS_ROLE_NAME,
  LINK_ROLE_NAME,
  SUB_ACCOUNT_ROLES,
  TABLE_NAME,
} from '../names.ts';

export const collectEnvironment = (
  { ownerTag, exemptions }: Configuration,
  bucketName: string,
): Variables<CollectEnvironment> => ({
  OWNER_TAG: JSON.stringify(ownerTag),
  EXEMPTIONS: JSON.stringify(exemptions),
  REPORT_ROLE_NAME: SUB_ACCOUNT_ROLES.report,
  BUCKET_NAME: bucketName,
  TABLE_NAME,
});

export const costsEnvironment = (
  { billing, ownerTag, subAccounts }: Configuration,
  bucketName: string,
): Variables<CostsEnvironment> => ({
  BILLING: JSON.stringify(billing ?? null),
  OWNER_TAG_KEY: ownerTag.key,
  SUB_ACCOUNTS: JSON.stringify(
    Object.fromEntries(subAccounts.map(({ accountId, name }) => [accountId, name])),
  ),
  COSTS_ROLE_NAME,
  BUCKET_NAME: bucketName,
});

export const accessReviewEnvironment = (
  { gateway }: Configuration,
  bucketName: string,
): Variables<AccessReviewEnvironment> => ({
  BUCKET_NAME: bucketName,
  GATEWAY_ACCOUNT_ID: gateway.accountId,
  ACCESS_REVIEW_ROLE_NAME,
  REPORT_ROLE_NAME: SUB_ACCOUNT_ROLES.report,
});

export const reportEnvironment = (
  configuration: Configuration,
  topics: TopicArns,
  { bucketName, mailQueueUrl }: { readonly bucketName: string; readonly mailQueueUrl: string },
): Variables<ReportEnvironment & MailEnvironment> => ({
  ...noticeEnvironment(configuration, topics),
  BUCKET_NAME: bucketName,
  OWNER_KEY: configuration.ownerTag.key,
  HUB: JSON.stringify(configuration.hub),
  MAIL_QUEUE_URL: mailQueueUrl,
  OWNER_MAIL: JSON.stringify(configuration.ownerMail),
  LINK_ROLE_NAME: configuration.reportLinks === 'presigned' ? LINK_ROLE_NAME : '',
});
