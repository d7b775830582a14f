import { writeFileSync } from 'node:fs';
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Configuration } from '../../infra/config/configuration.ts';
import { reasonOf } from '../../infra/error-reason.ts';
import { GLOBAL_REGION } from '../../infra/regions.ts';
import { collectRegion, type Readers, readersWith } from '../../lambdas/collect/collect-region.ts';
import { mapConcurrently } from '../../lambdas/concurrency.ts';
import { Exemption } from '../../lambdas/domain/compliance/exemption.ts';
import { GLOBAL } from '../../lambdas/domain/report/arn.ts';
import type { Place } from '../../lambdas/domain/report/merge.ts';
import { renderPage } from '../../lambdas/domain/report/page/render-page.ts';
import type { Report } from '../../lambdas/domain/report/report.ts';
import { summarize } from '../../lambdas/domain/report/summary.ts';
import { NoCredentials } from '../aws/access.ts';
import { type Screen, WrongUsage } from '../command.ts';
import { counted } from '../style.ts';

/** What a local report reads. */
export type LocalSources = {
  readonly accountId: () => Promise<string>;
  /** The Regions that are enabled in the account. */
  readonly regions: () => Promise<readonly string[]>;
  readonly readersOf: (place: Place) => Promise<Readers>;
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
};

/** Regions at a time. */
const CONCURRENCY = 5;

const write = (file: string, texts: Iterable<string>): void => {
  try {
    writeFileSync(file, [...texts].join(''));
  } catch (error) {
    throw new WrongUsage(`${file} cannot be written (${reasonOf(error)})`);
  }
};

/**
 * Writes the page of what the shell's credentials see: one account, in its Regions of the configuration, or else in all that are
 * enabled. Returns how many Regions could not be read.
 */
export const localReport = async (
  { ownerTag, exemptions, timeZone, subAccounts }: Configuration,
  file: string,
  screen: Screen,
  { accountId: identify, regions, readersOf }: LocalSources = SHELL,
): Promise<number> => {
  const accountId = await identify();
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
    costs: { missing: 'A report that is made on this machine has no costs: the deployed one has them.' },
    weeks: [],
  };
  const resources = collections.flatMap((collection) => collection.resources);
  write(file, renderPage(report, resources));
  const { counts } = summarize(report, resources);
  screen.out(
    `${file}: ${counted(resources.length, 'resource')} of account ${accountId}, ${counts.owned} of them with a valid ${ownerTag.key}`,
  );
  return report.regions.filter(({ collected }) => collected.is === 'failed').length;
};
