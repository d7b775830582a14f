import {
  BackfillLimitExceededException,
  CostExplorerClient,
  ListCostAllocationTagBackfillHistoryCommand,
  ListCostAllocationTagsCommand,
  StartCostAllocationTagBackfillCommand,
  UpdateCostAllocationTagsStatusCommand,
} from '@aws-sdk/client-cost-explorer';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { COST_EXPLORER_REGION } from '../../lambdas/aws/cost-explorer.ts';
import type { ClientSettings } from './access.ts';

/** A key as cost allocation knows it. `changedAt` is when it was activated or deactivated, ISO 8601. */
export type CostTag = { readonly isActive: boolean; readonly changedAt: string | null };

/** What is said of a key, by `cost-tag` and by `doctor`. */
export const describeCostTag = (key: string, tag: CostTag | null): string => {
  if (tag === null) return `AWS does not know the tag ${key} yet: it is on nothing that costs money`;
  const since = tag.changedAt === null ? '' : ` since ${tag.changedAt.slice(0, 10)}`;
  return `the tag ${key} is ${tag.isActive ? 'active' : 'not active'} for cost allocation${since}`;
};

/** A request to apply the tags that are active now to earlier months. */
export type Backfill = {
  readonly from: string;
  readonly requestedAt: string;
  readonly status: string;
};

/** What became of the request to activate a key. */
export type Activation =
  | { readonly is: 'activated' }
  /** The key is on nothing that has cost anything, or not for long enough. */
  | { readonly is: 'unknown-key' }
  | { readonly is: 'refused'; readonly reason: string };

/** The tags for cost allocation, which belong to the payer account. */
export type CostTags = {
  /** The account of the credentials. */
  readonly account: () => Promise<string>;
  /** Null for a key that AWS has not seen on anything with a cost. */
  readonly find: (key: string) => Promise<CostTag | null>;
  readonly activate: (key: string) => Promise<Activation>;
  /** The latest first. */
  readonly backfills: () => Promise<readonly Backfill[]>;
  /** @param from the first of a month, `YYYY-MM-DD`. @returns false if another was requested within a day */
  readonly backfill: (from: string) => Promise<boolean>;
};

/** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_UpdateCostAllocationTagsStatus.html */
const UNKNOWN_KEY = /tag ?keys? ?not ?found/i;

export const costTags = (settings: ClientSettings = { region: COST_EXPLORER_REGION }): CostTags => {
  const ce = new CostExplorerClient({ ...settings, region: COST_EXPLORER_REGION });
  return {
    account: async () => {
      const { Account = 'unknown' } = await new STSClient(settings).send(new GetCallerIdentityCommand({}));
      return Account;
    },
    find: async (key) => {
      const asked = new ListCostAllocationTagsCommand({ TagKeys: [key], Type: 'UserDefined' });
      const { CostAllocationTags = [] } = await ce.send(asked);
      const tag = CostAllocationTags.find(({ TagKey }) => TagKey === key);
      return tag ? { isActive: tag.Status === 'Active', changedAt: tag.LastUpdatedDate ?? null } : null;
    },
    activate: async (key) => {
      const asked = { CostAllocationTagsStatus: [{ TagKey: key, Status: 'Active' as const }] };
      const { Errors: [fault] = [] } = await ce.send(new UpdateCostAllocationTagsStatusCommand(asked));
      if (!fault) return { is: 'activated' };
      const { Code = 'unknown', Message = Code } = fault;
      return UNKNOWN_KEY.test(`${Code} ${Message}`)
        ? { is: 'unknown-key' }
        : { is: 'refused', reason: Message };
    },
    backfills: async () => {
      const { BackfillRequests = [] } = await ce.send(new ListCostAllocationTagBackfillHistoryCommand({}));
      return BackfillRequests.map(({ BackfillFrom = '', RequestedAt = '', BackfillStatus = 'unknown' }) => ({
        from: BackfillFrom,
        requestedAt: RequestedAt,
        status: BackfillStatus,
      })).sort((a, b) => (a.requestedAt < b.requestedAt ? 1 : -1));
    },
    backfill: async (from) => {
      try {
        await ce.send(new StartCostAllocationTagBackfillCommand({ BackfillFrom: `${from}T00:00:00Z` }));
        return true;
      } catch (error) {
        if (error instanceof BackfillLimitExceededException) return false;
        throw error;
      }
    },
  };
};
