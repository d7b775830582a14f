import { SessionPolicyTooLarge } from './errors.ts';

/** A tag to write, and where. */
export type TagOrder = {
  readonly instanceIds: readonly string[];
  readonly tag: { readonly key: string; readonly value: string };
  /** The values over which it may be written: those that a look found under the key, in whatever case it is written. */
  readonly over: readonly string[];
};

/** Characters that STS takes. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const LONGEST = 2048;

/** In a policy, `$` may begin a variable; `${$}` is the character. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
const literally = (value: string): string => value.replaceAll('$', () => `\${$}`);

/** JSON in ASCII, as STS takes it. */
const inAscii = (json: string): string =>
  json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * The policy of a session that may write a tag on these instances alone, and only while what IAM sees under its key is
 * nothing, one of the values that a look found there, or what is written: a repetition overwrites nothing. IAM compares
 * keys without regard to case; so the values of all variants of the key are let through.
 *
 * @throws SessionPolicyTooLarge where the instances or the values do not fit
 */
export const writePolicy = (
  accountId: string,
  region: string,
  { instanceIds, tag, over }: TagOrder,
): string => {
  const values = [...new Set([...over, tag.value])].map(literally);
  const policy = inAscii(
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
  if (policy.length > LONGEST) throw new SessionPolicyTooLarge(instanceIds, policy.length);
  return policy;
};
