import * as z from 'zod/mini';
import { standingOf } from '../breaker/count.ts';
import { judgeInstance, judgeWithExemptions, type Rule } from '../compliance/judge-instance.ts';
import { isTerminable, type Verdict } from '../compliance/verdict.ts';
import { ownGracePeriodEnd, type Timing } from '../grace-period/deadline.ts';
import { GracePeriodInput } from '../grace-period/input.ts';
import type { InstanceNames } from '../grace-period/open-grace-periods.ts';
import { groupInstances, type Instance } from '../instances.ts';

/** What the state machine Sweep asks of the function: to check all instances of an account. */
export const SweepInput = z.object({
  accountId: z.string(),
  ...GracePeriodInput.shape.account.shape,
  regions: z.array(z.string()),
});
export type SweepInput = z.infer<typeof SweepInput>;

/** What a sweep of an account found and did. `started` counts executions; all other numbers count instances. */
export type SweepResult = {
  readonly accountId: string;
  /** Instances that exist. */
  readonly instances: number;
  /**
   * Instances that no event reported, or that a day's grace periods (`MAX_TIMES`) did not terminate. Always 0 in
   * dry-run, where instances live on after they were reported.
   */
  readonly found: number;
  /** Instances that a pause or a released breaker group held, and that get a new grace period. */
  readonly resumed: number;
  readonly started: number;
  /** Instances that the breaker holds, and that still lack a valid Owner. */
  readonly held: number;
  /** Instances without a valid Owner that were launched before `enforceLaunchesAfter`. */
  readonly beforeEnforcement: number;
};

/** An instance that a sweep of its account finds, neither terminated nor shutting down. */
export type ExistingInstance = {
  readonly region: string;
  readonly reservationId: string;
  /** Null if its launch had none. */
  readonly clientToken: string | null;
  readonly instance: Instance;
};

/** The ids of the instance that can be the key of its execution. */
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

/** An instance that may need a grace period. */
export type Candidate = ExistingInstance & {
  readonly isTerminable: boolean;
  /** What is wrong with its Owner, for the breaker. */
  readonly standing: string;
  /** Whether an exemption by role may cover it: a sweep does not know who launched it. */
  readonly mayBeExempt: boolean;
};

/** The instances of an account, as a sweep judges them. */
type Classified = {
  readonly candidates: readonly Candidate[];
  /** Instances that the configuration exempts, and the reason that it gives. */
  readonly exempted: readonly { readonly why: string; readonly instanceIds: readonly string[] }[];
  readonly beforeEnforcement: readonly ExistingInstance[];
  /** Those with a valid Owner. */
  readonly compliant: readonly ExistingInstance[];
};

/** Whether a sweep takes up an instance. Its launcher is asked about near misses that disagree, and they end nothing. */
const isTakenUp = (verdict: Verdict): boolean =>
  verdict.is === 'noncompliant' ||
  verdict.reason === 'launcher-not-known' ||
  verdict.reason === 'near-misses-disagree';

/** Whether a grace period may lead to a termination: during it, the launcher may turn out not to be exempt. */
const mayBeTerminated = (verdict: Verdict): boolean =>
  isTerminable(verdict) || verdict.reason === 'launcher-not-known';

const isStillInGracePeriod = (
  { instance: { createdAt } }: ExistingInstance,
  timing: Timing,
  now: Date,
): boolean => createdAt !== null && now.getTime() < ownGracePeriodEnd(createdAt, timing);

/**
 * Judges the instances that exist in an account. A sweep does not know who or what launched them. So an instance
 * that an exemption by role may cover, or that may inherit an Owner, gets a grace period, in which that is found
 * out.
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
      isTakenUp(verdict) && !isStillInGracePeriod(one, policy.timing, now)
        ? [
            {
              ...one,
              isTerminable: mayBeTerminated(verdict),
              standing: standingOf(judgeInstance(one.instance, policy.rule.ownerTag)),
              mayBeExempt: verdict.reason === 'launcher-not-known',
            },
          ]
        : [],
    ),
    exempted: groupInstances(exempted, ({ why }) => ({ why })),
    compliant: judged.flatMap(({ one, verdict }) => (verdict.is === 'compliant' ? [one] : [])),
    beforeEnforcement: judged.flatMap(({ one, verdict }) =>
      verdict.reason === 'before-enforcement' && !isStillInGracePeriod(one, policy.timing, now) ? [one] : [],
    ),
  };
};
