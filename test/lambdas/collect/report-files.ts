import { globSync } from 'node:fs';
import { join } from 'node:path';
import { linesIn } from '../../../lambdas/aws/report-bucket.ts';
import { CollectedRegion, ReportedResource } from '../../../lambdas/domain/report/report.ts';

/** What `collect` wrote into a bucket in a folder, in the order of accounts and Regions. */
export const reportFiles = (
  folder: string,
): { regions: CollectedRegion[]; resources: ReportedResource[] } => {
  const files = globSync(join(folder, 'work', '*', '*', '*.ndjson.gz')).sort();
  const parts = files.map((file) => [...linesIn(file)].map((line): unknown => JSON.parse(line)));
  return {
    regions: parts.map(([region]) => CollectedRegion.parse(region)),
    resources: parts.flatMap(([, ...resources]) => resources.map((one) => ReportedResource.parse(one))),
  };
};
