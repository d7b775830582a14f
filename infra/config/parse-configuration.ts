import {
  checkEnvironment,
  intakeEnvironment,
  noticeEnvironment,
  sweepEnvironment,
} from '../hub/environments.ts';
import { stateMachineArn, TABLE_NAME } from '../names.ts';
import { type Configuration, resolve } from './configuration.ts';
import { allFaultsOf, ConfigurationInvalid } from './errors.ts';
import { exemptionsHold } from './exemptions.ts';
import { evenIfFaulty } from './fields.ts';
import { ConfigurationSchema, knownFields } from './schema.ts';

/**
 * Parses the object `tagEnforcement` of cdk.json's context, or of the file given to `npm start`.
 *
 * @param now decides which exemptions are expired
 * @throws ConfigurationInvalid with one line for each fault
 */
export const parseConfiguration = (value: unknown, now = new Date()): Configuration => {
  const parsed = ConfigurationSchema.superRefine(exemptionsHold(now), evenIfFaulty).safeParse(value);
  if (!parsed.success) {
    throw new ConfigurationInvalid(allFaultsOf(value, parsed.error.issues, knownFields));
  }
  const configuration = resolve(parsed.data);
  const faults = sizeFaults(configuration);
  if (faults.length > 0) throw new ConfigurationInvalid(faults);
  return configuration;
};

/**
 * Lambda's limit on a function's variables, which it measures as one JSON text.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const ENVIRONMENT_BYTES = 4096;

/** Bytes that the variables of every function take. */
const COMMON_BYTES = 60;

const tooLarge = (path: string, what: string, environment: Readonly<Record<string, string>>): string[] => {
  const bytes = Buffer.byteLength(JSON.stringify(environment)) + COMMON_BYTES;
  if (bytes <= ENVIRONMENT_BYTES) return [];
  return [
    `${path}: ${what} take ${bytes} bytes of a function's environment, which is not within Lambda's ${ENVIRONMENT_BYTES}`,
  ];
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const STACK_RESOURCES = 500;

/** The resources of the hub that do not depend on the configuration, and some to spare. */
const COMMON_RESOURCES = 128;

/** For each sub-account: a topic with its policy, and the alarm on silence. */
const RESOURCES_OF_ACCOUNT = 3;

/** Checks that the hub's stack can hold the resources of all sub-accounts and all subscriptions. */
const resourceFaults = ({ subAccounts, administrators }: Configuration): string[] => {
  const managers = subAccounts.reduce((sum, account) => sum + account.programManagers.length, 0);
  const resources =
    COMMON_RESOURCES + RESOURCES_OF_ACCOUNT * subAccounts.length + managers + administrators.length;
  if (resources <= STACK_RESOURCES) return [];
  return [
    `subAccounts: ${subAccounts.length} sub-accounts with ${managers} programManagers take ${resources} resources of the hub's stack, which is not within CloudFormation's ${STACK_RESOURCES}; subscribe a mailing list instead`,
  ];
};

/** Checks the configuration's size against AWS's limits on the hub's stack and on the functions' variables. */
const sizeFaults = (configuration: Configuration): string[] => {
  const { subAccounts, ownerTag, administrators, exemptions } = configuration;
  const arn = stateMachineArn(configuration.hub);
  const arns = { gracePeriod: arn, breaker: arn };
  // The larger environment of the two functions that judge. Exemptions are reported only if the patterns alone would fit.
  const judging = (of: Configuration) => {
    const sweep = sweepEnvironment(of, arns);
    const check = checkEnvironment(of);
    return JSON.stringify(check).length > JSON.stringify(sweep).length ? check : sweep;
  };
  const patterns = tooLarge(
    'ownerTag.patterns',
    `${ownerTag.patterns.length} patterns`,
    judging({ ...configuration, exemptions: [] }),
  );
  if (patterns.length > 0) return patterns;
  return [
    ...resourceFaults(configuration),
    ...tooLarge('exemptions', `${exemptions.length} exemptions`, judging(configuration)),
    ...tooLarge('subAccounts', `${subAccounts.length} sub-accounts`, intakeEnvironment(configuration, arns)),
    ...tooLarge(
      'administrators',
      `${administrators.length} addresses`,
      noticeEnvironment(configuration, {
        administratorsArn: arn,
        subAccountArnPrefix: arn,
        personArnPrefix: arn,
        tableName: TABLE_NAME,
      }),
    ),
  ];
};
