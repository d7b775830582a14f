import { type ResourceTagOrder, valuesUnder } from '../grace-period/repair.ts';
import type { Tag } from '../instances.ts';
import type { Finding } from './reminder.ts';

/**
 * The types of EC2 whose near misses are corrected. By their ARN's last part CreateTags writes, and by their ARN IAM knows them: it
 * knows key pairs and placement groups by a name instead.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export const CORRECTED_TYPES = [
  'customer-gateway',
  'dhcp-options',
  'egress-only-internet-gateway',
  'elastic-ip',
  'image',
  'internet-gateway',
  'launch-template',
  'natgateway',
  'network-acl',
  'network-interface',
  'prefix-list',
  'route-table',
  'security-group',
  'snapshot',
  'subnet',
  'transit-gateway',
  'volume',
  'vpc',
  'vpc-endpoint',
  'vpc-peering-connection',
  'vpn-connection',
  'vpn-gateway',
] as const;

const isCorrected = (resourceType: string): boolean =>
  CORRECTED_TYPES.some((type) => resourceType === `ec2:${type}`);

/** The order that corrects a near miss; null where there is none, or CreateTags is not what corrects it. */
export const correctionOf = (
  { arn, resourceType }: { readonly arn: string; readonly resourceType: string },
  finding: Finding,
  tags: readonly Tag[],
  key: string,
): ResourceTagOrder | null =>
  'reason' in finding && finding.reason === 'near-miss' && isCorrected(resourceType)
    ? { arn, tag: { key, value: finding.owner }, over: valuesUnder(key, tags) }
    : null;

/** Whether tags show that a near miss was corrected: it is there, and beside it the Owner that it means. */
export const isDone = (finding: Finding, tags: readonly Tag[], key: string): boolean => {
  if (!('reason' in finding) || finding.reason !== 'near-miss') return false;
  const has = (tag: Tag): boolean => tags.some((one) => one.key === tag.key && one.value === tag.value);
  return has(finding.tag) && has({ key, value: finding.owner });
};
