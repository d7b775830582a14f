import * as z from 'zod';
import { isExpired } from '../../lambdas/domain/compliance/exemption.ts';
import { accountId, text } from './fields.ts';

const KINDS = ['tag', 'role', 'ami', 'subAccount'] as const;

/** A pattern `^…$` would be compared as it is written, and exempt nothing. */
const noExpression = (field: z.ZodString): z.ZodString =>
  field.refine(
    (value) => !/^\^.*\$$/s.test(value),
    'a text, or a pattern in which * and ? stand for others: it is a regular expression',
  );

/** A tag that exempts: key and value are patterns. */
export const TagSchema = z.strictObject(
  {
    // Any key that EC2 takes, also those that begin with aws: the service that created the instance may have written it.
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

/** Without a path: a session's record has the role's name, but not the path that precedes it in the role's ARN. */
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
    // A misspelt kind is one fault, not two.
    when: ({ value, issues }) =>
      typeof value === 'object' && value !== null && !issues.some(({ code }) => code === 'unrecognized_keys'),
  });

/** The part that is read even if the configuration has other faults, so that all faults are reported at once. */
const Listed = z.object({
  exemptions: z.array(z.unknown()).catch([]),
  subAccounts: z.array(z.object({ accountId: z.unknown() }).catch({ accountId: undefined })).catch([]),
});
const Dated = z.object({ until: z.iso.date() });
const OfSubAccount = z.object({ subAccount: z.string().regex(/^\d{12}$/) });

/** A refinement that reports exemptions that are expired, and those of accounts that are not listed. */
export const exemptionsHold =
  (now: Date) =>
  (configuration: unknown, context: z.core.$RefinementCtx): void => {
    const listed = Listed.safeParse(configuration);
    if (!listed.success) return;
    const { exemptions, subAccounts } = listed.data;
    for (const [index, exemption] of exemptions.entries()) {
      const dated = Dated.safeParse(exemption);
      if (dated.success && isExpired(dated.data.until, now)) {
        const message = 'a day still to end, in UTC: take the exemption out, or give it a later one';
        const path = ['exemptions', index, 'until'];
        context.addIssue({ code: 'custom', path, message, continue: true });
      }
      const ofSubAccount = OfSubAccount.safeParse(exemption);
      const { subAccount } = ofSubAccount.data ?? {};
      if (subAccount !== undefined && !subAccounts.some(({ accountId }) => accountId === subAccount)) {
        const message = 'the accountId of one of subAccounts';
        const path = ['exemptions', index, 'subAccount'];
        context.addIssue({ code: 'custom', path, message, continue: true });
      }
    }
  };
