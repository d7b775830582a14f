import { writeFileSync } from 'node:fs';
import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Configuration } from '../../infra/config/configuration.ts';
import { reasonOf } from '../../infra/error-reason.ts';
import { GLOBAL_REGION } from '../../infra/regions.ts';
import { COST_EXPLORER_REGION, costReader, type ReadCosts } from '../../lambdas/aws/cost-explorer.ts';
import { collectRegion, type Readers, readersWith } from '../../lambdas/collect/collect-region.ts';
import { mapConcurrently } from '../../lambdas/concurrency.ts';
import { Exemption } from '../../lambdas/domain/compliance/exemption.ts';
import { GLOBAL } from '../../lambdas/domain/report/arn.ts';
import { costsIn, NOT_CONFIGURED, twelveMonths } from '../../lambdas/domain/report/costs.ts';
import type { Place } from '../../lambdas/domain/report/merge.ts';
import { renderPage } from '../../lambdas/domain/report/page/render-page.ts';
import type { CollectedRegion, Report, ReportedResource } from '../../lambdas/domain/report/report.ts';
import { summarize } from '../../lambdas/domain/report/summary.ts';
import { printable } from '../../lambdas/domain/text.ts';
import { NoCredentials } from '../aws/access.ts';
import { checkWritable, type Screen } from '../command.ts';
import { counted } from '../style.ts';

/** What a local report reads. */
export type LocalSources = {
  readonly accountId: () => Promise<string>;
  /** The Regions that are enabled in the account. */
  readonly regions: () => Promise<readonly string[]>;
  readonly readersOf: (place: Place) => Promise<Readers>;
  /** Null: what the account itself shows. */
  readonly costs: (view: string | null) => ReadCosts;
};

const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? GLOBAL_REGION;

const SHELL: LocalSources = {
  accountId: async () => {
    const { Account = '' } = await new STSClient({ region })
      .send(new GetCallerIdentityCommand({}))
      .catch((error: unknown) => {
        throw new NoCredentials(reasonOf(error), 'the account that is to be read');
      });
    return Account;
  },
  regions: async () => {
    const { Regions = [] } = await new EC2Client({ region }).send(new DescribeRegionsCommand({}));
    return Regions.flatMap(({ RegionName }) => RegionName ?? []);
  },
  readersOf: readersWith(),
  costs: (view) => costReader(new CostExplorerClient({ region: COST_EXPLORER_REGION }), view),
};

/** Regions at a time. */
const CONCURRENCY = 5;

/** The costs of the account, or why there are none: Cost Explorer's requests cost money, so `billing` must say that they are wanted. */
const costsOf = async (
  { billing, ownerTag: { key: ownerKey } }: Configuration,
  accountId: string,
  costs: LocalSources['costs'],
  now: Date,
): Promise<Report['costs']> => {
  if (billing === undefined) return { missing: NOT_CONFIGURED };
  try {
    const query = { accountIds: [accountId], ownerKey, months: twelveMonths(now) };
    return costsIn(await costs(billing.view ?? null)(query), ownerKey);
  } catch (error) {
    return {
      missing: `There are no costs, because Cost Explorer did not show them to your credentials: ${printable(reasonOf(error))}. They need ce:GetCostAndUsage${billing.view === undefined ? '' : ' and billing:GetBillingViewData'}, and the payer account must let its members see costs. The deployed report reads them in a role of its own.`,
    };
  }
};

/** What the page says, in a few lines. */
const describe = ({ costs, ownerKey }: Report, resources: readonly ReportedResource[]): string[] => {
  const { counts } = summarize({ costs, ownerKey }, resources);
  return [
    `${counted(resources.length, 'resource')}, ${counts.owned} of them with a valid ${ownerKey}`,
    ...('missing' in costs ? [costs.missing] : []),
  ];
};

/**
 * Writes the page of what the shell's credentials see: one account, in its Regions of the configuration, or else in all that are
 * enabled. Returns what is known of each Region.
 */
export const localReport = async (
  configuration: Configuration,
  file: string,
  screen: Screen,
  { accountId: identify, regions, readersOf, costs }: LocalSources = SHELL,
): Promise<readonly CollectedRegion[]> => {
  const { ownerTag, exemptions, timeZone, subAccounts } = configuration;
  const accountId = await identify();
  // Reading takes minutes, which are not to be lost.
  checkWritable(file, 'report', '--local');
  const configured = subAccounts.find((one) => one.accountId === accountId);
  const places = [...(configured?.regions ?? (await regions())), GLOBAL].map((region) => ({
    accountId,
    region,
  }));
  const now = new Date();
  // Only the hub knows the gateway's users, so nobody is taken for one who left.
  const rule = { ownerTag, exemptions: exemptions.map((one) => Exemption.parse(one)), users: null };
  let done = 0;
  const collections = await mapConcurrently(CONCURRENCY, places, async (place) => {
    const collection = await collectRegion(place, readersOf, rule, now);
    done += 1;
    screen.progress(`${done} of ${places.length} Regions read`);
    return collection;
  });
  const report: Report = {
    madeAt: now.toISOString(),
    timeZone,
    ownerKey: ownerTag.key,
    subAccounts: [{ accountId, name: configured?.name ?? accountId }],
    regions: collections.map(({ region: collected }) => collected),
    costs: await costsOf(configuration, accountId, costs, now),
    weeks: [],
  };
  const resources = collections.flatMap((collection) => collection.resources);
  writeFileSync(file, [...renderPage(report, resources)].join(''));
  screen.out(`${file}: account ${accountId}`);
  for (const line of describe(report, resources)) screen.out(line);
  return report.regions;
};
