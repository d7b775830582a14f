import * as z from 'zod';
import { isOver } from '../lambdas/domain/verdict/exemption.ts';

/** What is read here even of what has other faults: all are told at once. */
const Listed = z.object({
  exemptions: z.array(z.unknown()).catch([]),
  subAccounts: z.array(z.object({ accountId: z.unknown() }).catch({ accountId: undefined })).catch([]),
});
const Dated = z.object({ until: z.iso.date() });
const OfSubAccount = z.object({ subAccount: z.string().regex(/^\d{12}$/) });

/** A refinement that reports exemptions that are over by now, and those of accounts that are not listed. */
export const exemptionsHold =
  (now: Date) =>
  (configuration: unknown, context: z.core.$RefinementCtx): void => {
    const listed = Listed.safeParse(configuration);
    if (!listed.success) return;
    const { exemptions, subAccounts } = listed.data;
    for (const [index, exemption] of exemptions.entries()) {
      const dated = Dated.safeParse(exemption);
      if (dated.success && isOver(dated.data.until, now)) {
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
