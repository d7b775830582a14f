import { ConfigurationInvalid } from '../config/errors.ts';

/** A statement of a policy, as IAM reads it. */
export type StatementJson = {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Readonly<Record<string, string>>;
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

/** A policy, as IAM reads it. */
export type PolicyJson = { readonly Version: '2012-10-17'; readonly Statement: readonly StatementJson[] };

/** The condition key that says whether somebody signed in with MFA. Requests with long-term keys have none. */
export const MFA = 'aws:MultiFactorAuthPresent';

/** The user who makes the request. An ARN and a session's name are filled in by IAM. */
export const USER_NAME = `\${aws:username}`;

/** Characters of a managed policy, blanks left out. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const MANAGED_POLICY_CHARACTERS = 6144;

/** Characters of all inline policies of a group. */
export const GROUP_POLICY_CHARACTERS = 5120;

/** Characters of a role's trust policy. */
export const TRUST_POLICY_CHARACTERS = 2048;

/** Characters of a service control policy. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
export const SERVICE_CONTROL_POLICY_CHARACTERS = 5120;

/** The characters of a policy that IAM counts. */
export const charactersOf = (policy: PolicyJson): number => JSON.stringify(policy).replace(/\s/g, '').length;

/**
 * Returns the policy if IAM takes one of that size.
 *
 * @throws ConfigurationInvalid naming the field otherwise
 */
export const within = (characters: number, policy: PolicyJson, field: string): PolicyJson => {
  const received = charactersOf(policy);
  if (received <= characters) return policy;
  throw new ConfigurationInvalid([
    `${field}: the policy takes ${received} characters, which is not within IAM's ${characters}`,
  ]);
};
