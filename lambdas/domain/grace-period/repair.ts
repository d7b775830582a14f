import type { Verdict } from '../compliance/verdict.ts';
import type { Tag } from '../instances.ts';
import { SessionPolicyTooLarge } from './errors.ts';
import type { RepairOrder } from './orders-and-results.ts';

/** How often an Owner is written on one instance: a tool that puts its own value back would have it written for ever. */
const MAX_REPAIRS = 3;

/** What is to be done about an instance whose Owner could be written: `left-before` is told already. */
export type RepairStep = 'write' | 'left' | 'left-before';

/**
 * Written three times, then told once, then left alone. A repetition on the same check counts once.
 *
 * @param checks those on which it was written before, or given up
 */
export const repairStep = (checks: readonly string[], checkedAt: string): RepairStep => {
  const earlier = checks.filter((check) => check !== checkedAt).length;
  if (earlier < MAX_REPAIRS) return 'write';
  return earlier === MAX_REPAIRS ? 'left' : 'left-before';
};

export const repairReason = (verdict: Verdict): RepairOrder['why'] =>
  verdict.reason === 'inheritable' ? 'inherited' : 'near-miss';

/** Characters: more do not fit into the policy that a repair is made with. */
const MAX_VALUES_LENGTH = 1024;

/** What IAM may see under a key: it compares keys without regard to case. Sorted, so that one order holds many instances. */
export const valuesUnder = (key: string, tags: readonly Tag[]): string[] => {
  const values = tags.filter((tag) => tag.key.toLowerCase() === key.toLowerCase()).map(({ value }) => value);
  let room = MAX_VALUES_LENGTH;
  return [...new Set(values)].sort().filter(({ length }) => {
    room -= length;
    return room >= 0;
  });
};

/** A tag to write, and where. */
export type TagOrder = {
  readonly instanceIds: readonly string[];
  readonly tag: { readonly key: string; readonly value: string };
  /** The values over which it may be written: those that a look found under the key, in whatever case it is written. */
  readonly over: readonly string[];
};

/** Characters that STS takes. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const MAX_POLICY_LENGTH = 2048;

/** In a policy, `$` may begin a variable; `${$}` is the character. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
const escapeVariables = (value: string): string => value.replaceAll('$', () => `\${$}`);

/** JSON in ASCII, as STS takes it. */
const escapeNonAscii = (json: string): string =>
  json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * The policy of a session that may write a tag on these instances alone, and only while what IAM sees under its key is
 * nothing, one of the values that a look found there, or what is written: a repetition overwrites nothing. IAM compares
 * keys without regard to case; so the values of all variants of the key are let through.
 *
 * @throws SessionPolicyTooLarge where the instances or the values do not fit
 */
export const tagSessionPolicy = (
  accountId: string,
  region: string,
  { instanceIds, tag, over }: TagOrder,
): string => {
  const values = [...new Set([...over, tag.value])].map(escapeVariables);
  const policy = escapeNonAscii(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'ec2:CreateTags',
          Resource: instanceIds.map((id) => `arn:aws:ec2:${region}:${accountId}:instance/${id}`),
          // True also where there is no such tag.
          Condition: { StringEqualsIfExists: { [`aws:ResourceTag/${tag.key}`]: values } },
        },
      ],
    }),
  );
  if (policy.length > MAX_POLICY_LENGTH) throw new SessionPolicyTooLarge(instanceIds, policy.length);
  return policy;
};
