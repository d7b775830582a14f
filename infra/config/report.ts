import * as z from 'zod';
import { accountId, text } from './fields.ts';

const SOURCES = ['accountId', 'view'] as const;

/**
 * Where the report's costs come from: a role in the payer account, or a billing view that is shared with the hub.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_billing_BillingViewListElement.html
 */
export const BillingSchema = z
  .strictObject(
    {
      accountId: accountId.optional(),
      view: text('the ARN of a billing view')
        .regex(
          /^arn:aws:billing::\d{12}:billingview\/[\w/:+=.@-]{0,75}[a-zA-Z0-9]$/,
          'the ARN of a billing view, such as arn:aws:billing::123456789012:billingview/custom-0a1b2c3d',
        )
        .optional(),
    },
    'an object with accountId, the payer account, or view, the ARN of a billing view',
  )
  .superRefine(
    (billing, context) => {
      if (SOURCES.filter((source) => source in billing).length === 1) return;
      const message = `about exactly one of ${SOURCES.join(', ')}`;
      context.addIssue({ code: 'custom', message, continue: true });
    },
    {
      // A misspelt source is one fault, not two.
      when: ({ value, issues }) =>
        typeof value === 'object' &&
        value !== null &&
        !issues.some(({ code }) => code === 'unrecognized_keys'),
    },
  );

/** The fields of the configuration about the report. */
export const REPORT_FIELDS = {
  /** Whether a report of who owns what is made each week. `off`: nothing of it is deployed. */
  report: z.enum(['weekly', 'off'], 'one of weekly, off').default('weekly'),
  /** Left out: the report has no costs, and says how to get them. */
  billing: BillingSchema.optional(),
  /** Whether every owner gets a mail about what is theirs, once a month at most. */
  ownerMail: z.boolean('true or false').default(false),
  /** What the mails link to: a page for which one signs in, or one that anybody can read who has the link. */
  reportLinks: z.enum(['sign-in', 'presigned'], 'one of sign-in, presigned').default('sign-in'),
};

/** What else a report that is switched off leaves without effect. Read even if other fields have faults. */
const Unused = z.object({
  report: z.literal('off'),
  billing: z.unknown(),
  ownerMail: z.unknown(),
  reportLinks: z.unknown(),
});

/** A refinement that reports what is configured about a report that is off. */
export const reportFieldsAreUsed = (configuration: unknown, context: z.core.$RefinementCtx): void => {
  const off = Unused.partial({ billing: true, ownerMail: true, reportLinks: true }).safeParse(configuration);
  if (!off.success) return;
  const { billing, ownerMail, reportLinks } = off.data;
  const unused = [
    ...(billing === undefined ? [] : ['billing']),
    ...(ownerMail === true ? ['ownerMail'] : []),
    ...(reportLinks === 'presigned' ? ['reportLinks'] : []),
  ];
  for (const field of unused) {
    const message = 'of use while report is off: leave it out, or set report to weekly';
    context.addIssue({ code: 'custom', path: [field], message, continue: true });
  }
};
