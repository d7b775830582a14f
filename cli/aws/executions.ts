import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { HUB_STACK_NAME } from '../../infra/names.ts';
import { type ClientSettings, pages } from './access.ts';
import { physicalIds } from './stacks.ts';

/** An execution of GracePeriod, as ListExecutions shows it. */
export type Listed = {
  readonly arn: string;
  readonly name: string;
  readonly status: string;
  readonly startedAt: Date;
};

/** Reads executions from Step Functions, which deletes each 90 days after its end. */
export type Executions = {
  /** Page by page, the newest first. */
  readonly list: () => AsyncIterable<readonly Listed[]>;
  /** The input and, if the execution succeeded, the output: JSON. */
  readonly ends: (arn: string) => Promise<{ readonly input: string; readonly output: string | null }>;
  readonly history: (arn: string) => Promise<readonly HistoryEvent[]>;
  /** The log group of `intake`, for launches without an execution; null if the hub's stack has none. */
  readonly intakeLogs: () => Promise<string | null>;
};

/**
 * Calls of DescribeExecution are throttled and retried: AWS allows 300 at once and then 15 a second, or 250 and 10 in a
 * smaller Region.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const MAX_ATTEMPTS = 10;

async function* list(sfn: SFNClient, stateMachineArn: string): AsyncGenerator<readonly Listed[]> {
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults: 1000, ...(nextToken ? { nextToken } : {}) }),
    );
    yield (page.executions ?? []).map(({ executionArn = '', name = '', status = '', startDate }) => ({
      arn: executionArn,
      name,
      status,
      startedAt: startDate ?? new Date(0),
    }));
    nextToken = page.nextToken;
  } while (nextToken);
}

/** Reads the executions of a state machine with AWS's clients. */
export const executionsOf = (stateMachineArn: string, settings: ClientSettings): Executions => {
  const sfn = new SFNClient({ ...settings, maxAttempts: MAX_ATTEMPTS });
  return {
    list: () => list(sfn, stateMachineArn),
    ends: async (executionArn) => {
      const { input = '', output = null } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return { input, output };
    },
    history: (executionArn) =>
      pages(
        (nextToken) =>
          sfn.send(
            new GetExecutionHistoryCommand({
              executionArn,
              maxResults: 1000,
              ...(nextToken ? { nextToken } : {}),
            }),
          ),
        (page): HistoryEvent[] | undefined => page.events,
        (page) => page.nextToken,
      ),
    intakeLogs: async () => {
      const ids = await physicalIds(HUB_STACK_NAME, new CloudFormationClient(settings));
      return [...ids].find(([logicalId]) => logicalId.startsWith('IntakeFunctionLogs'))?.[1] ?? null;
    },
  };
};
