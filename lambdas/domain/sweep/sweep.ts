import * as z from 'zod/mini';
import { GracePeriodInput } from '../grace-period/input.ts';

/** What the state machine Sweep asks of the function: a look at all of an account. */
export const SweepInput = z.object({
  accountId: z.string(),
  ...GracePeriodInput.shape.account.shape,
  regions: z.array(z.string()),
});
export type SweepInput = z.infer<typeof SweepInput>;

/** What a sweep of an account found and did. Counts of instances, but `started`: of executions. */
export type Swept = {
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
