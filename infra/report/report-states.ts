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

interface ReportSteps {
  readonly collect: EnforcementFunction;
  readonly costs: EnforcementFunction;
  /** Null without `access`. */
  readonly accessReview: EnforcementFunction | null;
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
 * The states of Report: `collect` for each account and Region, as a child execution of a distributed map; then the costs; then,
 * with `access`, who has access; then the pages. Whatever fails before these is missing on the page, which says so.
 */
export const reportStates = (
  scope: Construct,
  configuration: Configuration,
  { collect, costs, accessReview, report }: ReportSteps,
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
      ...(accessReview ? { hasAccess: true } : {}),
    }),
  ).addRetry(RETRY);
  const readCosts = invoke(
    scope,
    'ReadCosts',
    costs,
    JsonPath.DISCARD,
    TaskInput.fromObject({ run: JsonPath.executionName }),
  ).addRetry(RETRY);
  const access = accessReview && reviewAccess(scope, configuration, accessReview);
  access?.addCatch(write, { resultPath: JsonPath.DISCARD });
  readCosts.addCatch(access ?? write, { resultPath: JsonPath.DISCARD });
  const read = begin.next(all).next(readCosts);
  return (access ? read.next(access) : read).next(write);
};

/** What `access` gives people is in the definition: it may be more than a function's environment holds. */
const reviewAccess = (scope: Construct, { access }: Configuration, accessReview: EnforcementFunction) =>
  invoke(
    scope,
    'ReviewAccess',
    accessReview,
    JsonPath.DISCARD,
    TaskInput.fromObject({
      run: JsonPath.executionName,
      accounts: JsonPath.objectAt('$.accounts'),
      roles: (access?.roles ?? []).map(({ name }) => name),
      assignments: (access?.assignments ?? []).map(({ userName, accountId, role, until }) => ({
        userName,
        accountId,
        role,
        ...(until === undefined ? {} : { until }),
      })),
    }),
  ).addRetry(RETRY);

/** Five at a time, a hundred accounts with all Regions take an hour; throttled, some more. */
export const REPORT_TIMEOUT = Duration.hours(12);
