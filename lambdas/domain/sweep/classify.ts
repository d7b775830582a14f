import * as z from 'zod/mini';
import { standingOf } from '../breaker/count.ts';
import { judgeInstance, judgeWithExemptions, type Rule } from '../compliance/judge-instance.ts';
import { isTerminable, type Verdict } from '../compliance/verdict.ts';
import { ownGracePeriodEnd, type Timing } from '../grace-period/deadline.ts';
import { GracePeriodInput } from '../grace-period/input.ts';
import type { InstanceNames } from '../grace-period/open-grace-periods.ts';
import { groupInstances, type Instance } from '../instances.ts';

/** What the state machine Sweep asks of the function: a look at all of an account. */
export const SweepInput = z.object({
  accountId: z.string(),
  ...GracePeriodInput.shape.account.shape,
  regions: z.array(z.string()),
});
export type SweepInput = z.infer<typeof SweepInput>;

/** What a sweep of an account found and did. Counts of instances, but `started`: of executions. */
export type SweepResult = {
  readonly accountId: string;
  /** That exist. */
  readonly instances: number;
  /**
   * Of which no event told, or that as many grace periods as a day has did not end. Always 0 in dry-run: what lives on
   * there was told of, as a rule.
   */
  readonly found: number;
  /** Held by a pause, or by a group of the breaker that was released, and taken up again. */
  readonly resumed: number;
  readonly started: number;
  /** Held by the breaker, and without a valid Owner still. */
  readonly held: number;
  /** Older than `enforceLaunchesAfter`, and without an Owner. */
  readonly beforeEnforcement: number;
};

/** An instance that exists, not ended or ending, as a sweep of its account finds it. */
export type ExistingInstance = {
  readonly region: string;
  readonly reservationId: string;
  /** Null where its launch had none. */
  readonly clientToken: string | null;
  readonly instance: Instance;
};

/** By all that a launch may name it. */
export const instanceNamesOf = ({
  region,
  reservationId,
  clientToken,
  instance,
}: ExistingInstance): InstanceNames => ({
  region,
  reservationId,
  clientToken,
  instanceId: instance.instanceId,
});

/** An instance that a grace period might have to begin for. */
export type Candidate = ExistingInstance & {
  readonly isTerminable: boolean;
  /** What is wrong with its Owner: lambdas/domain/breaker. */
  readonly standing: string;
  /** Whether an exemption by role may cover it: who launched it, a sweep does not know. */
  readonly mayBeExempt: boolean;
};

/** The instances of an account, as a sweep judges them. */
export type Classified = {
  readonly candidates: readonly Candidate[];
  /** Spared by the configuration, and why as it says. */
  readonly exempted: readonly { readonly why: string; readonly instanceIds: readonly string[] }[];
  readonly beforeEnforcement: readonly ExistingInstance[];
};

/** Who launched it may be found out in its grace period: then no exemption by role spares it. */
const mayEnd = (verdict: Verdict): boolean =>
  isTerminable(verdict) || verdict.reason === 'launcher-not-known';

const isStillInGracePeriod = (
  { instance: { createdAt } }: ExistingInstance,
  timing: Timing,
  now: Date,
): boolean => createdAt !== null && now.getTime() < ownGracePeriodEnd(createdAt, timing);

/**
 * Judges what exists in an account by itself. What launched it, a sweep does not know: an instance that an exemption by
 * role may cover, or that would inherit an Owner, gets a grace period, in which it is found out.
 */
export const classify = (
  existing: readonly ExistingInstance[],
  accountId: string,
  policy: { readonly rule: Rule; readonly timing: Timing },
  now: Date,
): Classified => {
  const launched = { accountId, identity: undefined, launchedAt: null };
  const judged = existing.map((one) => ({
    one,
    verdict: judgeWithExemptions(one.instance, launched, policy.rule, now),
  }));
  const exempted = judged.flatMap(({ one, verdict }) =>
    verdict.reason === 'exempt-by-configuration'
      ? [{ why: verdict.why, instanceId: one.instance.instanceId }]
      : [],
  );
  return {
    candidates: judged.flatMap(({ one, verdict }) =>
      (verdict.is === 'noncompliant' || verdict.reason === 'launcher-not-known') &&
      !isStillInGracePeriod(one, policy.timing, now)
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
      verdict.reason === 'before-enforcement' && !isStillInGracePeriod(one, policy.timing, now) ? [one] : [],
    ),
  };
};
