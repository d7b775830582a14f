import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { sweepArn } from '../../infra/names.ts';
import { HUB_REGION } from './configuration.ts';
import type { Target } from './target.ts';
import { until } from './until.ts';

/** Runs a sweep now, without waiting for the schedule, and returns its status. */
export const sweep = async (target: Target): Promise<string> => {
  const sfn = new SFNClient(target.client('hub', HUB_REGION));
  const stateMachineArn = sweepArn({ accountId: target.accounts.hub, region: HUB_REGION });
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
  return until('the end of the sweep', 60, async () => {
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status !== 'RUNNING' && status;
  });
};
