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
 * @param now decides which exemptions are over
 * @throws ConfigurationInvalid with every fault, one line each
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

/** What Lambda measures; the variables that every function has take the rest. */
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

/** What the hub holds whatever the configuration, and some to spare. */
const COMMON_RESOURCES = 128;

/** A topic with its policy, and the alarm on silence. */
const RESOURCES_OF_ACCOUNT = 3;

/** Whether the hub's stack can hold what each sub-account takes, and everybody's subscription. */
const resourceFaults = ({ subAccounts, administrators }: Configuration): string[] => {
  const managers = subAccounts.reduce((sum, account) => sum + account.programManagers.length, 0);
  const resources =
    COMMON_RESOURCES + RESOURCES_OF_ACCOUNT * subAccounts.length + managers + administrators.length;
  if (resources <= STACK_RESOURCES) return [];
  return [
    `subAccounts: ${subAccounts.length} sub-accounts with ${managers} programManagers take ${resources} resources of the hub's stack, which is not within CloudFormation's ${STACK_RESOURCES}; subscribe a mailing list instead`,
  ];
};

/** Whether AWS takes so large a configuration: the hub's stack holds it, and the functions can be told all of it. */
const sizeFaults = (configuration: Configuration): string[] => {
  const { subAccounts, ownerTag, administrators, exemptions } = configuration;
  const arn = stateMachineArn(configuration.hub);
  const arns = { gracePeriod: arn, breaker: arn };
  // Of the functions that judge, the one that is told most. Exemptions are told of only where the patterns alone would fit.
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
