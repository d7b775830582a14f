import * as z from 'zod/mini';
import type { Instance } from '../instances.ts';
import { DAY_MS } from '../instant.ts';
import type { Identity } from '../record/identity.ts';
import { roleArn } from '../role-arn.ts';
import { matchesPattern } from './owner-rule.ts';

const terms = {
  reason: z.string(),
  /** Its last day, in UTC: `YYYY-MM-DD`. */
  until: z.string(),
};

/**
 * Instances that the configuration exempts: those with a tag, launched by a role, of an AMI, or in a
 * sub-account. Tags and roles are IAM `StringLike` patterns; ids match exactly.
 */
export const Exemption = z.union([
  z.object({ ...terms, tag: z.object({ key: z.string(), value: z.optional(z.string()) }) }),
  /** A pattern of role ARNs without paths, because the session in a record does not show the role's path. */
  z.object({ ...terms, role: z.string() }),
  z.object({ ...terms, ami: z.string() }),
  z.object({ ...terms, subAccount: z.string() }),
]);
export type Exemption = z.infer<typeof Exemption>;

/**
 * In which account an instance was launched, and by whom; `identity` is undefined if no record of the launch is
 * known.
 */
export type LaunchedBy = { readonly accountId: string; readonly identity: Identity | undefined };

/** Whether the day is over, in UTC. */
export const isExpired = (day: string, now: Date): boolean => now.getTime() >= Date.parse(day) + DAY_MS;

const coversRole = (pattern: string, { accountId, identity }: LaunchedBy): boolean | 'unknown' => {
  if (identity) {
    return 'roleName' in identity && matchesPattern(pattern, roleArn(accountId, identity.roleName));
  }
  const [, , , , account = ''] = pattern.split(':');
  return matchesPattern(account, accountId) && 'unknown';
};

/** What exemptions look at, besides who launched or created it. Other resources than instances have no image. */
type Exemptible = Pick<Instance, 'tags'> & { readonly imageId: string | null };

const covers = (exemption: Exemption, instance: Exemptible, by: LaunchedBy): boolean | 'unknown' => {
  if ('tag' in exemption) {
    const { key, value } = exemption.tag;
    return instance.tags.some(
      (tag) => matchesPattern(key, tag.key) && (value === undefined || matchesPattern(value, tag.value)),
    );
  }
  if ('role' in exemption) return coversRole(exemption.role, by);
  if ('ami' in exemption) return exemption.ami === instance.imageId;
  if ('subAccount' in exemption) return exemption.subAccount === by.accountId;
  return exemption satisfies never;
};

/**
 * The first exemption that covers an instance; null if none does; `launcher-not-known` if an exemption by role
 * may, but no record of the launch is known. An expired exemption covers nothing.
 */
export const exemptionOf = (
  instance: Exemptible,
  by: LaunchedBy,
  exemptions: readonly Exemption[],
  now: Date,
): Exemption | 'launcher-not-known' | null => {
  const valid = exemptions.filter(({ until }) => !isExpired(until, now));
  const covering = valid.find((exemption) => covers(exemption, instance, by) === true);
  if (covering) return covering;
  return valid.some((exemption) => covers(exemption, instance, by) === 'unknown')
    ? 'launcher-not-known'
    : null;
};
