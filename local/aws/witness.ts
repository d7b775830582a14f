import type { Cause } from '../../lambdas/domain/grace-period/input.ts';
import type { Published } from '../../lambdas/domain/mail.ts';
import type { Launch } from '../../lambdas/domain/record/launch.ts';

/** Sees what the service does. `execution` is the name of an execution of GracePeriod. */
export type Witness = {
  /** `intake` found every instance compliant from the record alone. */
  readonly compliant: (launch: Launch) => void;
  /** `intake` or `sweep` started a grace period. */
  readonly graceStarted: (execution: string, launch: Launch, cause: Cause) => void;
  /** `attribute` said who is behind the launch. */
  readonly attributed: (execution: string, answer: unknown) => void;
  /** `notice` concluded a round: its event and its answer. */
  readonly noticed: (execution: string, input: unknown, answer: unknown) => void;
  /** `publish` told what became of a mail of the round. */
  readonly published: (execution: string, published: Published) => void;
  readonly succeeded: (execution: string) => void;
  readonly failed: (execution: string, error: unknown) => void;
};
