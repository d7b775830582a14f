import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** An execution of GracePeriod, as it is listed. */
export type Listed = {
  readonly arn: string;
  readonly name: string;
  readonly status: string;
  readonly startedAt: Date;
};

/** What Step Functions knows of the executions: it forgets each 90 days after its end. */
export type Executions = {
  /** Page by page, the newest first. */
  readonly list: () => AsyncIterable<readonly Listed[]>;
  /** Its input and, once it ended well, its output: JSON. */
  readonly ends: (arn: string) => Promise<{ readonly input: string; readonly output: string | null }>;
  readonly history: (arn: string) => Promise<readonly HistoryEvent[]>;
  /** The log group of `intake`, for what no execution tells; null where the hub's stack does not say. */
  readonly intakeLogs: () => Promise<string | null>;
};
