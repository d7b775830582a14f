import { standingOf } from '../breaker/count.ts';
import { endOfYouth, type Timing } from '../grace-period/deadline.ts';
import { groupInstances } from '../instances.ts';
import type { Existing } from '../verdict/existing.ts';
import { judgeInstance, judgeLaunched, type Rule } from '../verdict/judge-instance.ts';
import { isTerminable, type Verdict } from '../verdict/verdict.ts';

/** An instance that a grace period might have to begin for. */
export type Suspect = Existing & {
  readonly isTerminable: boolean;
  /** What is wrong with its Owner: lambdas/domain/breaker. */
  readonly standing: string;
  /** Whether an exemption by role may cover it: who launched it, a sweep does not know. */
  readonly mayBeExempt: boolean;
};

/** The instances of an account, as a sweep judges them. */
export type Sifted = {
  readonly suspects: readonly Suspect[];
  /** Spared by the configuration, and why as it says. */
  readonly exempted: readonly { readonly why: string; readonly instanceIds: readonly string[] }[];
  readonly beforeEnforcement: readonly Existing[];
};

/** Who launched it may be found out in its grace period: then no exemption by role spares it. */
const mayEnd = (verdict: Verdict): boolean =>
  isTerminable(verdict) || verdict.reason === 'launcher-not-known';

const isYoung = ({ instance: { createdAt } }: Existing, timing: Timing, now: Date): boolean =>
  createdAt !== null && now.getTime() < endOfYouth(createdAt, timing);

/**
 * Judges what exists in an account by itself. What launched it, a sweep does not know: an instance that an exemption by
 * role may cover, or that would inherit an Owner, gets a grace period, in which it is found out.
 */
export const sift = (
  existing: readonly Existing[],
  accountId: string,
  policy: { readonly rule: Rule; readonly timing: Timing },
  now: Date,
): Sifted => {
  const launched = { accountId, identity: undefined, launchedAt: null };
  const judged = existing.map((one) => ({
    one,
    verdict: judgeLaunched(one.instance, launched, policy.rule, now),
  }));
  const exempted = judged.flatMap(({ one, verdict }) =>
    verdict.reason === 'exempt-by-configuration'
      ? [{ why: verdict.why, instanceId: one.instance.instanceId }]
      : [],
  );
  return {
    suspects: judged.flatMap(({ one, verdict }) =>
      (verdict.is === 'noncompliant' || verdict.reason === 'launcher-not-known') &&
      !isYoung(one, policy.timing, now)
        ? [
            {
              ...one,
              isTerminable: mayEnd(verdict),
              standing: standingOf(judgeInstance(one.instance, policy.rule.ownerTag)),
              mayBeExempt: verdict.reason === 'launcher-not-known',
            },
          ]
        : [],
    ),
    exempted: groupInstances(exempted, ({ why }) => ({ why })),
    beforeEnforcement: judged.flatMap(({ one, verdict }) =>
      verdict.reason === 'before-enforcement' && !isYoung(one, policy.timing, now) ? [one] : [],
    ),
  };
};
