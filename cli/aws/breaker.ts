import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { sweepArn, TABLE_NAME } from '../../infra/names.ts';
import { type BreakerTable, breakerTable } from '../../lambdas/aws/breaker-table.ts';
import type { ClientSettings } from './access.ts';

/** What `breaker` reads in the hub, and does there. */
export type Breaker = {
  readonly table: Pick<BreakerTable, 'read' | 'update' | 'joined'>;
  /** Begins a sweep of all accounts, as its schedule does. */
  readonly sweep: () => Promise<void>;
};

/** The breaker of a hub, with AWS's own clients. */
export const breakerOf = (
  hub: { readonly accountId: string; readonly region: string },
  settings: ClientSettings,
  dynamo = new DynamoDBClient(settings),
  sfn = new SFNClient(settings),
): Breaker => ({
  table: breakerTable(TABLE_NAME, dynamo),
  sweep: async () => {
    await sfn.send(new StartExecutionCommand({ stateMachineArn: sweepArn(hub) }));
  },
});
