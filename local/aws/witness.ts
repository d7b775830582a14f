import type { Launch } from '../../lambdas/domain/launch.ts';
import type { Publication } from './topics.ts';

/** Sees what the service does. `execution` is the name of an execution of GracePeriod. */
export type Witness = {
  /** `intake` found every instance compliant from the record alone. */
  readonly compliant: (launch: Launch) => void;
  /** `intake` started a grace period. */
  readonly graceStarted: (execution: string, launch: Launch) => void;
  /** `notice` concluded a round: its event and its answer. */
  readonly noticed: (execution: string, input: unknown, answer: unknown) => void;
  /** SNS took a mail. */
  readonly published: (execution: string, publication: Publication) => void;
  readonly succeeded: (execution: string) => void;
  readonly failed: (execution: string, error: unknown) => void;
};
