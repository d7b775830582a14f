import {
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  DescribeTagsCommand,
  type DescribeTagsCommandInput,
  type DescribeTagsResult,
  EC2Client,
  EC2ServiceException,
  type Filter,
  type Instance as SdkInstance,
} from '@aws-sdk/client-ec2';
import { BreakerNotReadable, RoleNotAssumable } from '../domain/errors.ts';
import { PauseNotReadable, type TerminationRefused } from '../domain/grace-period/errors.ts';
import { type AssumeRole, type ClientIn, clientIn } from './credentials.ts';

/** A client of EC2 in an account and Region, with the credentials of a role there. */
export type Ec2In = ClientIn<EC2Client>;

/** A call that hangs must not outlast the verdict that it is made on; a page of a thousand instances takes seconds. */
const requestHandler = {
  connectionTimeout: 2000,
  requestTimeout: 20_000,
  // From then on: while its body comes.
  socketTimeout: 20_000,
  throwOnRequestTimeout: true,
};

/**
 * Makes clients of EC2 that act as a role in the account asked for.
 *
 * @param maxAttempts of each call. Eight: the SDK's back-off (0.1 s doubling, at most 20 s) then spans half a minute of
 *   throttling
 */
export const ec2In = (assumeRole: AssumeRole, maxAttempts = 8): Ec2In =>
  clientIn(assumeRole, (settings) => new EC2Client({ ...settings, maxAttempts, requestHandler }));

/** An instance in EC2's words, of whatever type. */
export type Ec2Instance = Omit<SdkInstance, 'InstanceType'> & { InstanceType?: string | undefined };

/** What EC2 answers to DescribeInstances, down to what is read of it. */
export type Ec2Answer = {
  Reservations?: { ReservationId?: string | undefined; Instances?: Ec2Instance[] | undefined }[] | undefined;
  NextToken?: string | undefined;
};

/** The calls of EC2 that readers make. */
export type Ec2Reads = {
  describeInstances(input: DescribeInstancesCommandInput): Promise<Ec2Answer>;
  describeTags(input: DescribeTagsCommandInput): Promise<DescribeTagsResult>;
};

export const readsOf = (ec2: EC2Client): Ec2Reads => ({
  describeInstances: (input) => ec2.send(new DescribeInstancesCommand(input)),
  describeTags: (input) => ec2.send(new DescribeTagsCommand(input)),
});

/**
 * A value that a filter of EC2 takes literally. `*` and `?` are wildcards there, and a client token may hold both; a
 * backslash before one makes it a character like any other, and so before a backslash.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
 */
export const escapeFilterValue = (value: string): string => value.replace(/[\\*?]/g, '\\$&');

/** A filter of EC2 that finds these values and no others. Auto Scaling's take no wildcards, and so no backslashes. */
export const filterOf = (Name: string, values: readonly string[]): Filter => ({
  Name,
  Values: values.map(escapeFilterValue),
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const REFUSALS = new Map<string, TerminationRefused['why']>([
  ['InvalidInstanceID.NotFound', 'not-found'],
  ['InvalidInstanceID.Malformed', 'not-found'],
  ['InvalidSpotInstanceRequestID.NotFound', 'not-found'],
  ['InvalidSpotInstanceRequestID.Malformed', 'not-found'],
  ['OperationNotPermitted', 'protected'],
  ['UnauthorizedOperation', 'unauthorized'],
  ['IncorrectInstanceState', 'other'],
  ['IncorrectState', 'other'],
  ['UnsupportedOperation', 'other'],
]);

/** Why EC2 refused a call because of what it was about; undefined for any other error: a repetition may succeed. */
export const refusalOf = (error: unknown): TerminationRefused['why'] | undefined =>
  error instanceof EC2ServiceException ? REFUSALS.get(error.name) : undefined;

/** Said with status 503, which would tell nothing. https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html */
const THROTTLED: readonly string[] = ['RequestLimitExceeded', 'Throttling', 'ThrottlingException'];

/** Whether a call of EC2 that ended in an error may have been carried out all the same: its answer was lost, or AWS's own. */
export const mayHaveBeenCarriedOut = (error: unknown): boolean => {
  if (!(error instanceof Error)) return true;
  const isUnasked =
    error instanceof RoleNotAssumable ||
    error instanceof PauseNotReadable ||
    error instanceof BreakerNotReadable;
  if (isUnasked) return false;
  if (THROTTLED.includes(error.name)) return false;
  return !(error instanceof EC2ServiceException && error.$fault === 'client');
};
