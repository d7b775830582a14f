import type { Verdict } from '../compliance/verdict.ts';
import { instanceArn, type Tag } from '../instances.ts';
import { SessionPolicyTooLarge } from './errors.ts';
import type { RepairOrder } from './orders-and-results.ts';

/** How often an Owner is written on one instance. A tool may put its own value back each time. */
const MAX_REPAIRS = 3;

/** What to do about an instance whose Owner could be written. `left-before` has been reported already. */
export type RepairStep = 'write' | 'left' | 'left-before';

/**
 * An Owner is written three times; then that is reported once; then the instance is left alone. A repetition after the
 * same check counts once.
 *
 * @param checks the times of the checks after which the Owner was written before, or left
 */
export const repairStep = (checks: readonly string[], checkedAt: string): RepairStep => {
  const earlier = checks.filter((check) => check !== checkedAt).length;
  if (earlier < MAX_REPAIRS) return 'write';
  return earlier === MAX_REPAIRS ? 'left' : 'left-before';
};

/** Why the Owner of a repairable instance is written. */
export const repairReason = ({ reason }: Verdict): RepairOrder['why'] => {
  if (reason === 'inheritable') return 'inherited';
  return reason === 'tool-owner' ? 'tool-owner' : 'near-miss';
};

/** In characters: more do not fit into the session policy of a repair. */
const MAX_VALUES_LENGTH = 1024;

/**
 * The values that IAM may find under a key, because it compares keys without regard to case. They are sorted, so
 * that one order can hold many instances.
 */
export const valuesUnder = (key: string, tags: readonly Tag[]): string[] => {
  const values = tags.filter((tag) => tag.key.toLowerCase() === key.toLowerCase()).map(({ value }) => value);
  let room = MAX_VALUES_LENGTH;
  return [...new Set(values)].sort().filter(({ length }) => {
    room -= length;
    return room >= 0;
  });
};

/** A tag to write, and over which values. */
type TagToWrite = {
  readonly tag: { readonly key: string; readonly value: string };
  /** The values over which it may be written: those that the check found under the key, in whatever case. */
  readonly over: readonly string[];
};

/** A tag to write on instances. */
export type TagOrder = TagToWrite & { readonly instanceIds: readonly string[] };

/** A tag to write on one resource of EC2. */
export type ResourceTagOrder = TagToWrite & { readonly arn: string };

/** In characters, as STS limits it. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const MAX_POLICY_LENGTH = 2048;

/** In a policy, `$` may begin a variable; `${$}` is the character. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
const escapeVariables = (value: string): string => value.replaceAll('$', () => `\${$}`);

/** Writes JSON in ASCII, as STS requires. */
const escapeNonAscii = (json: string): string =>
  json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * The policy of a session that may write a tag on these resources only. IAM must find under its key either nothing, or a
 * value that the check found there, or the value to write: so a repetition overwrites nothing. IAM compares keys without
 * regard to case, so the policy allows the values of all variants of the key.
 *
 * @throws SessionPolicyTooLarge if the resources or the values do not fit
 */
const sessionPolicy = (
  arns: readonly string[],
  { tag, over }: TagToWrite,
  ids: readonly string[] = arns,
): string => {
  const values = [...new Set([...over, tag.value])].map(escapeVariables);
  const policy = escapeNonAscii(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'ec2:CreateTags',
          Resource: arns,
          // Also true if there is no such tag.
          Condition: { StringEqualsIfExists: { [`aws:ResourceTag/${tag.key}`]: values } },
        },
      ],
    }),
  );
  if (policy.length > MAX_POLICY_LENGTH) throw new SessionPolicyTooLarge(ids, policy.length);
  return policy;
};

/** The session policy of an order about instances. */
export const tagSessionPolicy = (accountId: string, region: string, order: TagOrder): string =>
  sessionPolicy(
    order.instanceIds.map((id) => instanceArn(accountId, region, id)),
    order,
    order.instanceIds,
  );

/** The session policy of an order about one resource of EC2. */
export const resourceSessionPolicy = (order: ResourceTagOrder): string => sessionPolicy([order.arn], order);
