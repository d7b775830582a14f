import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { stateMachineArn } from '../../infra/names.ts';
import { HUB_REGION } from './configuration.ts';
import type { Target } from './target.ts';

/** A state that an execution entered. */
export type Entered = { readonly state: string; readonly at: Date };

/** An execution of GracePeriod. */
export type Execution = {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
};

/** The executions in the hub. */
export class Executions {
  private readonly sfn: SFNClient;
  private readonly stateMachineArn: string;

  constructor(target: Target) {
    this.sfn = new SFNClient(target.client('hub', HUB_REGION));
    this.stateMachineArn = stateMachineArn({ accountId: target.accounts.hub, region: HUB_REGION });
  }

  async list(): Promise<readonly Execution[]> {
    const { executions = [] } = await this.sfn.send(
      new ListExecutionsCommand({ stateMachineArn: this.stateMachineArn, maxResults: 1000 }),
    );
    return executions.map(({ name = '', executionArn = '', status = '' }) => ({
      name,
      arn: executionArn,
      status,
    }));
  }

  /** The execution's output, parsed; undefined while it runs or when it failed. */
  async output({ arn }: Execution): Promise<unknown> {
    const { output } = await this.sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
    return output === undefined ? undefined : JSON.parse(output);
  }

  /** Every state that the execution entered, in order. */
  async entered({ arn }: Execution): Promise<readonly Entered[]> {
    const entered: Entered[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.sfn.send(
        new GetExecutionHistoryCommand({
          executionArn: arn,
          maxResults: 1000,
          ...(nextToken ? { nextToken } : {}),
        }),
      );
      for (const { stateEnteredEventDetails, timestamp } of page.events ?? []) {
        if (stateEnteredEventDetails?.name && timestamp) {
          entered.push({ state: stateEnteredEventDetails.name, at: timestamp });
        }
      }
      nextToken = page.nextToken;
    } while (nextToken);
    return entered;
  }
}
