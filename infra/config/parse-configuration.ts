import {
  checkEnvironment,
  intakeEnvironment,
  noticeEnvironment,
  remindersEnvironment,
  sweepEnvironment,
} from '../hub/environments.ts';
import { stateMachineArn } from '../names.ts';
import { reportEnvironment } from '../report/environments.ts';
import { accessHolds } from './access-schema.ts';
import { type Configuration, resolve } from './configuration.ts';
import { allFaultsOf, ConfigurationInvalid } from './errors.ts';
import { exemptionsHold } from './exemptions.ts';
import { evenIfFaulty } from './fields.ts';
import { reportFieldsAreUsed } from './report.ts';
import { ConfigurationSchema, knownFields } from './schema.ts';

/**
 * Parses the object `tagEnforcement` of cdk.json's context, or of the file given to `npm start`.
 *
 * @param now decides which exemptions are expired
 * @throws ConfigurationInvalid with one line for each fault
 */
export const parseConfiguration = (value: unknown, now = new Date()): Configuration => {
  const parsed = ConfigurationSchema.superRefine(exemptionsHold(now), evenIfFaulty)
    .superRefine(accessHolds, evenIfFaulty)
    .superRefine(reportFieldsAreUsed, evenIfFaulty)
    .safeParse(value);
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

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const STACK_RESOURCES = 500;

/** The resources of the hub that do not depend on the configuration, and some to spare. */
const COMMON_RESOURCES = 164;

/** For each sub-account: a topic with its policy, and the alarm on silence. */
const RESOURCES_OF_ACCOUNT = 3;

type Environment = Readonly<Record<string, string>>;

const bytesOf = (environment: Environment): number =>
  Buffer.byteLength(JSON.stringify(environment)) + COMMON_BYTES;

/** A list of the configuration whose size has a limit. */
type Sized<Element> = {
  /** Its field. */
  readonly path: string;
  /** What the elements are called. */
  readonly elements: string;
  readonly list: readonly Element[];
  /** What the list uses of something limited, such as `5000 bytes of …`; undefined if that is within the limit. */
  readonly excess: (list: readonly Element[]) => string | undefined;
  /** What to do with those that do not fit. */
  readonly remedy: string;
};

/** Says how many of a list's elements fit, the first ones, and what to do with more. */
const sizeFault = <Element>({ path, elements, list, excess, remedy }: Sized<Element>): string[] => {
  const received = excess(list);
  if (received === undefined) return [];
  let fitting = 0;
  while (excess(list.slice(0, fitting + 1)) === undefined) fitting += 1;
  return [`${path}: ${list.length} ${elements} take ${received}: ${fitting} of them fit. ${remedy}`];
};

const overEnvironment = (environment: Environment): string | undefined => {
  const bytes = bytesOf(environment);
  return bytes <= ENVIRONMENT_BYTES
    ? undefined
    : `${bytes} bytes of a function's environment, which is not within Lambda's ${ENVIRONMENT_BYTES}`;
};

const overStack = (resources: number): string | undefined =>
  resources <= STACK_RESOURCES
    ? undefined
    : `${resources} resources of the hub's stack, which is not within CloudFormation's ${STACK_RESOURCES}`;

/** Checks the configuration's size against AWS's limits on the hub's stack and on the functions' variables. */
const sizeFaults = (configuration: Configuration): string[] => {
  const { subAccounts, ownerTag, administrators, exemptions } = configuration;
  const arn = stateMachineArn(configuration.hub);
  const arns = { gracePeriod: arn, breaker: arn };
  const topics = { administratorsArn: arn, subAccountArnPrefix: arn, personArnPrefix: arn };
  const reminders = (of: Configuration): Environment =>
    of.creations === 'off'
      ? {}
      : remindersEnvironment(of, topics, { reminderUrl: arn, lookUpUrl: arn, mailUrl: arn });
  const largest = (some: readonly Environment[]): Environment =>
    some.reduce((a, b) => (bytesOf(a) >= bytesOf(b) ? a : b));
  // The largest environment of the functions that judge.
  const judging = (changed: Partial<Configuration>): Environment => {
    const of = { ...configuration, ...changed };
    return largest([checkEnvironment(of), sweepEnvironment(of, arns, arn), reminders(of)]);
  };
  const notice = (some: readonly string[]): Environment => {
    const of = { ...configuration, administrators: [...some], exemptions: [] };
    const report = reportEnvironment(of, topics, { bucketName: arn, mailQueueUrl: arn });
    return largest([noticeEnvironment(of, topics), reminders(of), report]);
  };
  // Patterns, then sub-accounts, then what is left: no list is reported for the size of another.
  const patterns = sizeFault({
    path: 'ownerTag.patterns',
    elements: 'patterns',
    list: ownerTag.patterns,
    excess: (some) =>
      overEnvironment(
        judging({
          subAccounts: [],
          exemptions: [],
          administrators: [],
          ownerTag: { ...ownerTag, patterns: [...some] },
        }),
      ),
    remedy: 'Join some by * and ?, such as ?*@example.org for every user there.',
  });
  if (patterns.length > 0) return patterns;
  const named = sizeFault({
    path: 'subAccounts',
    elements: 'sub-accounts',
    list: subAccounts,
    excess: (some) =>
      overEnvironment(intakeEnvironment({ ...configuration, subAccounts: some }, arns)) ??
      overEnvironment(judging({ subAccounts: some, exemptions: [], administrators: [] })),
    remedy:
      'Shorter names make room for more; beyond that, the others need a hub and a gateway of their own.',
  });
  if (named.length > 0) return named;
  const accounts = sizeFault({
    path: 'subAccounts',
    elements: 'sub-accounts',
    list: subAccounts,
    excess: (some) => overStack(COMMON_RESOURCES + RESOURCES_OF_ACCOUNT * some.length),
    remedy: 'The others need a hub and a gateway of their own.',
  });
  if (accounts.length > 0) return accounts;
  const addresses = sizeFault({
    path: 'administrators',
    elements: 'addresses',
    list: administrators,
    excess: (some) => overEnvironment(notice(some)),
    remedy: 'Name a mailing list instead.',
  });
  return [
    ...sizeFault({
      path: 'subAccounts[].programManagers',
      elements: 'programManagers',
      list: subAccounts.flatMap(({ programManagers }) => programManagers),
      excess: (some) =>
        overStack(
          COMMON_RESOURCES + RESOURCES_OF_ACCOUNT * subAccounts.length + administrators.length + some.length,
        ),
      remedy: 'Name a mailing list for each sub-account instead.',
    }),
    ...sizeFault({
      path: 'exemptions',
      elements: 'exemptions',
      list: exemptions,
      excess: (some) =>
        overEnvironment(
          judging({ exemptions: [...some], ...(addresses.length > 0 ? { administrators: [] } : {}) }),
        ),
      remedy: 'Join some by * and ?, or give shorter reasons.',
    }),
    ...addresses,
  ];
};
