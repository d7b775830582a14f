import {
  BackfillLimitExceededException,
  CostExplorerClient,
  ListCostAllocationTagBackfillHistoryCommand,
  ListCostAllocationTagsCommand,
  StartCostAllocationTagBackfillCommand,
  UpdateCostAllocationTagsStatusCommand,
} from '@aws-sdk/client-cost-explorer';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { costTags } from '../../../cli/aws/cost-tags.ts';

const ce = mockClient(CostExplorerClient);
beforeEach(() => {
  ce.reset();
});
const tags = costTags({ region: 'eu-west-1' });

const Type = 'UserDefined' as const;

test.each([
  [[], null],
  [
    [{ TagKey: 'Owner', Status: 'Active' as const, Type, LastUpdatedDate: '2026-09-01T00:00:00Z' }],
    { isActive: true, changedAt: '2026-09-01T00:00:00Z' },
  ],
  [[{ TagKey: 'Owner', Status: 'Inactive' as const, Type }], { isActive: false, changedAt: null }],
  [[{ TagKey: 'owner', Status: 'Active' as const, Type }], null],
])('the tag in %j is %j', async (CostAllocationTags, tag) => {
  ce.on(ListCostAllocationTagsCommand, { TagKeys: ['Owner'], Type: 'UserDefined' }).resolves({
    CostAllocationTags,
  });
  expect(await tags.find('Owner')).toEqual(tag);
});

test.each([
  [[], { is: 'activated' }],
  [
    [{ TagKey: 'Owner', Code: 'TagKeysNotFoundException', Message: 'Tag keys not found: Owner' }],
    { is: 'unknown-key' },
  ],
  [
    [{ TagKey: 'Owner', Code: 'ValidationException', Message: 'too long' }],
    { is: 'refused', reason: 'too long' },
  ],
])('AWS answers the activation with %j', async (Errors, activation) => {
  ce.on(UpdateCostAllocationTagsStatusCommand).resolves({ Errors });
  expect(await tags.activate('Owner')).toEqual(activation);
  expect(ce.commandCalls(UpdateCostAllocationTagsStatusCommand)[0]?.args[0].input).toEqual({
    CostAllocationTagsStatus: [{ TagKey: 'Owner', Status: 'Active' }],
  });
});

test('earlier months are asked for from the first of one; a second request within a day is not taken', async () => {
  const limit = new BackfillLimitExceededException({ message: 'one a day', $metadata: {} });
  ce.on(StartCostAllocationTagBackfillCommand)
    .resolvesOnce({})
    .rejectsOnce(limit)
    .rejects(new Error('other'));
  expect(await tags.backfill('2025-12-01')).toBe(true);
  expect(await tags.backfill('2025-12-01')).toBe(false);
  await expect(tags.backfill('2025-12-01')).rejects.toThrow('other');
  expect(ce.commandCalls(StartCostAllocationTagBackfillCommand)[0]?.args[0].input).toEqual({
    BackfillFrom: '2025-12-01T00:00:00Z',
  });
});

test('the latest request comes first', async () => {
  const request = (RequestedAt: string) => ({ BackfillFrom: '2025-12-01T00:00:00Z', RequestedAt });
  ce.on(ListCostAllocationTagBackfillHistoryCommand).resolves({
    BackfillRequests: [request('2026-01-01T00:00:00Z'), request('2026-03-01T00:00:00Z')],
  });
  expect((await tags.backfills()).map(({ requestedAt }) => requestedAt)).toEqual([
    '2026-03-01T00:00:00Z',
    '2026-01-01T00:00:00Z',
  ]);
});
