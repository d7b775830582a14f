import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { COST_EXPLORER_REGION, costReader, type ReadCosts } from '../aws/cost-explorer.ts';
import { assumeRole } from '../aws/credentials.ts';
import { reportBucket } from '../aws/report-bucket.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { CostsEnvironment, createHandler } from './handler.ts';

const environment = parseEnvironment(CostsEnvironment, process.env);
const { BILLING, BUCKET_NAME, COSTS_ROLE_NAME } = environment;

const settings = { region: COST_EXPLORER_REGION, maxAttempts: 5 };

/** A billing view is read in the function's own name, and the payer account's costs in the role there. */
const readerOf = (billing: NonNullable<typeof BILLING>): ReadCosts => {
  const { accountId, view = null } = billing;
  if (accountId === undefined) return costReader(new CostExplorerClient(settings), view);
  const assume = assumeRole(COSTS_ROLE_NAME, 'costs');
  return async (query) => {
    const credentials = await assume(accountId);
    return costReader(new CostExplorerClient({ ...settings, credentials }), view)(query);
  };
};

export const handler = withInvocation(
  createHandler(environment, {
    readCosts: BILLING === null ? null : readerOf(BILLING),
    write: reportBucket(BUCKET_NAME).write,
    log: log(),
  }),
);
