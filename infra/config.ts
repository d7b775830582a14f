import type * as z from 'zod';
import { ConfigurationSchema, knownFields } from './configuration-schema.ts';
import { allFaultsOf, ConfigurationInvalid } from './faults.ts';
import { checkEnvironment, intakeEnvironment, noticeEnvironment } from './hub/environments.ts';
import { stateMachineArn } from './names.ts';

type Written = z.infer<typeof ConfigurationSchema>;

/** A sub-account with its effective mode. `regions` is sorted. */
export type SubAccount = Omit<Written['subAccounts'][number], 'mode'> & {
  readonly mode: 'dry-run' | 'enforce';
};

/** The configuration, defaults filled in; sub-accounts are sorted by account id. */
export type Configuration = Omit<Written, 'subAccounts'> & { readonly subAccounts: readonly SubAccount[] };

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** In an order of our own, so that what is deployed does not depend on the order in which it was written. */
const resolve = (written: Written): Configuration => ({
  ...written,
  subAccounts: written.subAccounts
    .map((account) => ({
      ...account,
      mode: account.mode ?? written.mode,
      regions: [...account.regions].sort(compare),
    }))
    .sort((a, b) => compare(a.accountId, b.accountId)),
});

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
const COMMON_RESOURCES = 40;

/** Whether the hub's stack can hold a topic with its policy for each sub-account, and everybody's subscription. */
const resourceFaults = ({ subAccounts, administrators }: Configuration): string[] => {
  const managers = subAccounts.reduce((sum, account) => sum + account.programManagers.length, 0);
  const resources = COMMON_RESOURCES + 2 * subAccounts.length + managers + administrators.length;
  if (resources <= STACK_RESOURCES) return [];
  return [
    `subAccounts: ${subAccounts.length} sub-accounts with ${managers} programManagers take ${resources} resources of the hub's stack, which is not within CloudFormation's ${STACK_RESOURCES}; subscribe a mailing list instead`,
  ];
};

/** Whether the functions can be told all of it. */
const sizeFaults = (configuration: Configuration): string[] => {
  const { subAccounts, ownerTag, administrators } = configuration;
  const arn = stateMachineArn(configuration.hub);
  const patterns = tooLarge(
    'ownerTag.patterns',
    `${ownerTag.patterns.length} patterns`,
    checkEnvironment(configuration),
  );
  if (patterns.length > 0) return patterns;
  return [
    ...resourceFaults(configuration),
    ...tooLarge('subAccounts', `${subAccounts.length} sub-accounts`, intakeEnvironment(configuration, arn)),
    ...tooLarge(
      'administrators',
      `${administrators.length} addresses`,
      noticeEnvironment(configuration, { administratorsArn: arn, subAccountArnPrefix: arn }),
    ),
  ];
};

/**
 * Parses the object `tagEnforcement` of cdk.json's context, or of the file given to `npm start`.
 *
 * @throws ConfigurationInvalid with every fault, one line each
 */
export const parseConfiguration = (value: unknown): Configuration => {
  const parsed = ConfigurationSchema.safeParse(value);
  if (!parsed.success) {
    throw new ConfigurationInvalid(allFaultsOf(value, parsed.error.issues, knownFields));
  }
  const configuration = resolve(parsed.data);
  const faults = sizeFaults(configuration);
  if (faults.length > 0) throw new ConfigurationInvalid(faults);
  return configuration;
};
