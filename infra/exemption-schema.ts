import * as z from 'zod';
import { accountId, text } from './configuration-fields.ts';

const KINDS = ['tag', 'role', 'ami', 'subAccount'] as const;

/** `^…$` would be taken as it is written, and spare nothing. */
const noExpression = (field: z.ZodString): z.ZodString =>
  field.refine(
    (value) => !/^\^.*\$$/s.test(value),
    'a text, or a pattern in which * and ? stand for others: it is a regular expression',
  );

/** A tag that exempts: key and value are patterns. */
export const TagSchema = z.strictObject(
  {
    // Any key that EC2 takes, those of AWS too: whatever created the instance may have written it.
    key: noExpression(
      text('the key of a tag').regex(/^.{1,128}$/su, 'a tag key of 1 to 128 characters'),
    ).refine(
      (key) => !/^[*?]+$/.test(key),
      'the key of some tags alone: by wildcards and nothing else, whatever has a tag would be exempt',
    ),
    value: noExpression(text('the value of a tag'))
      .max(256, 'within 256 characters, as long as a tag value may be')
      .optional(),
  },
  'a tag: an object with key, and value unless any will do',
);

/** A session's record tells its role's name, and not the path that stands before it in the role's own ARN. */
const rolePattern = text('a pattern of role ARNs').regex(
  /^arn:aws:iam::[\d*?]{1,12}:role\/[\w+=,.@*?-]{1,64}$/,
  'a pattern of role ARNs without path, such as arn:aws:iam::422448306679:role/toil-*',
);

const oneKind = (exemption: object, context: z.core.$RefinementCtx): void => {
  if (KINDS.filter((kind) => kind in exemption).length === 1) return;
  const message = `about exactly one of ${KINDS.join(', ')}`;
  context.addIssue({ code: 'custom', message, continue: true });
};

/** An exemption as an administrator writes it. */
export const ExemptionSchema = z
  .strictObject(
    {
      tag: TagSchema.optional(),
      role: rolePattern.optional(),
      ami: text('the id of an AMI')
        .regex(/^ami-[0-9a-f]+$/, 'the id of an AMI: ami-…, without wildcards')
        .optional(),
      subAccount: accountId.optional(),
      reason: text('a reason').regex(
        /^(?=.*\S)[^\p{Cc}]{1,200}$/u,
        'a reason: 1 to 200 characters on one line',
      ),
      /** Its last day, in UTC. */
      until: z.iso.date('a day: YYYY-MM-DD'),
    },
    `an exemption: an object with one of ${KINDS.join(', ')}, a reason, and until`,
  )
  .superRefine(oneKind, {
    // A misspelt kind is one fault.
    when: ({ value, issues }) =>
      typeof value === 'object' && value !== null && !issues.some(({ code }) => code === 'unrecognized_keys'),
  });
