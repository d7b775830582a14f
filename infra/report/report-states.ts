import { Duration } from 'aws-cdk-lib';
import {
  DistributedMap,
  type IChainable,
  JsonPath,
  Pass,
  Result,
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { GLOBAL } from '../../lambdas/domain/report/arn.ts';
import type { Configuration } from '../config/configuration.ts';
import type { EnforcementFunction } from '../hub/enforcement-function.ts';
import { RETRY, RETRY_SWEEP } from '../hub/retries.ts';
import { invoke } from '../hub/state-machine.ts';

export interface ReportSteps {
  readonly collect: EnforcementFunction;
  readonly costs: EnforcementFunction;
  readonly report: EnforcementFunction;
}

/**
 * Runs of `collect` at a time. A new AWS account allows ten runs of all functions together, and launches come first: the report
 * may take an hour.
 */
const CONCURRENCY = 5;

/** Every account and Region, and of each account what has no Region. */
const placesOf = ({ subAccounts }: Configuration) =>
  subAccounts.flatMap(({ accountId, regions }) =>
    [...regions, GLOBAL].map((region) => ({ accountId, region })),
  );

/**
 * The states of Report: `collect` for each account and Region, as a child execution of a distributed map; then the costs; then
 * the pages. Whatever fails of the first two is missing on the page, which says so.
 */
export const reportStates = (
  scope: Construct,
  configuration: Configuration,
  { collect, costs, report }: ReportSteps,
): IChainable => {
  const accounts = configuration.subAccounts.map(({ accountId, name, programManagers }) => ({
    accountId,
    name,
    programManagers,
  }));
  const begin = new Pass(scope, 'AccountsAndRegions', {
    result: Result.fromObject({ accounts, places: placesOf(configuration) }),
  });
  const notCollected = new Pass(scope, 'NotCollected', { result: Result.fromObject({ is: 'no-answer' }) });
  const each = invoke(scope, 'CollectRegion', collect, '$')
    .addRetry(RETRY_SWEEP)
    .addCatch(notCollected, { resultPath: '$' });
  const all = new DistributedMap(scope, 'Collect', {
    label: 'Collect',
    itemsPath: '$.places',
    itemSelector: {
      run: JsonPath.executionName,
      accountId: JsonPath.stringAt('$$.Map.Item.Value.accountId'),
      region: JsonPath.stringAt('$$.Map.Item.Value.region'),
    },
    maxConcurrency: CONCURRENCY,
    toleratedFailurePercentage: 100,
    // Their results are in the bucket.
    resultPath: JsonPath.DISCARD,
  }).itemProcessor(each);
  const write = invoke(
    scope,
    'WritePages',
    report,
    '$',
    TaskInput.fromObject({
      run: JsonPath.executionName,
      at: JsonPath.executionStartTime,
      accounts: JsonPath.objectAt('$.accounts'),
      places: JsonPath.objectAt('$.places'),
    }),
  ).addRetry(RETRY);
  const readCosts = invoke(
    scope,
    'ReadCosts',
    costs,
    JsonPath.DISCARD,
    TaskInput.fromObject({ run: JsonPath.executionName }),
  ).addRetry(RETRY);
  readCosts.addCatch(write, { resultPath: JsonPath.DISCARD });
  return begin.next(all).next(readCosts).next(write);
};

/** Five at a time, a hundred accounts with all Regions take an hour; throttled, some more. */
export const REPORT_TIMEOUT = Duration.hours(12);
