import {
  CreateTagsCommand,
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
import type { Tag } from '../domain/instances.ts';
import { type AssumeRole, type ClientIn, clientIn } from './credentials.ts';

/** Makes a client of EC2 in an account and Region, with the credentials of a role there. */
export type Ec2In = ClientIn<EC2Client>;

/** A call that hangs must end before the verdict is too old. A page of a thousand instances takes seconds. */
const requestHandler = {
  connectionTimeout: 2000,
  requestTimeout: 20_000,
  // The time without data while the body arrives.
  socketTimeout: 20_000,
  throwOnRequestTimeout: true,
};

/**
 * Makes clients of EC2 that act as a role in the account.
 *
 * @param maxAttempts of each call. With eight, the SDK's back-off (0.1 s, doubled each time, at most 20 s) lasts
 *   through half a minute of throttling
 */
export const ec2In = (assumeRole: AssumeRole, maxAttempts = 8): Ec2In =>
  clientIn(assumeRole, (settings) => new EC2Client({ ...settings, maxAttempts, requestHandler }));

/** An instance as EC2 describes it. The SDK's list of instance types may be too old, so any text is allowed. */
export type Ec2Instance = Omit<SdkInstance, 'InstanceType'> & { InstanceType?: string | undefined };

/** The part of DescribeInstances' answer that is read. */
export type Ec2Answer = {
  Reservations?: { ReservationId?: string | undefined; Instances?: Ec2Instance[] | undefined }[] | undefined;
  NextToken?: string | undefined;
};

/** The read calls of EC2. */
export type Ec2Reads = {
  describeInstances(input: DescribeInstancesCommandInput): Promise<Ec2Answer>;
  describeTags(input: DescribeTagsCommandInput): Promise<DescribeTagsResult>;
};

export const readsOf = (ec2: EC2Client): Ec2Reads => ({
  describeInstances: (input) => ec2.send(new DescribeInstancesCommand(input)),
  describeTags: (input) => ec2.send(new DescribeTagsCommand(input)),
});

/**
 * Escapes a value, so that a filter of EC2 takes it literally. `*` and `?` are wildcards there, and a client token may
 * hold both. A backslash escapes them, and itself.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
 */
export const escapeFilterValue = (value: string): string => value.replace(/[\\*?]/g, '\\$&');

/** A filter of EC2 for exactly these values. Not for Auto Scaling: its filters have no wildcards and no escapes. */
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

/** Why EC2 refused a call because of its instance or request. Undefined for any other error: a retry may succeed. */
export const refusalOf = (error: unknown): TerminationRefused['why'] | undefined =>
  error instanceof EC2ServiceException ? REFUSALS.get(error.name) : undefined;

/** Whether a tag was written; else why EC2 refused one of the resources. Then none of them has it. */
export type TagResult = 'written' | 'refused' | 'gone' | 'full';

/** Each type has a code of its own, such as InvalidVolume.NotFound and NatGatewayNotFound. */
const GONE = /NotFound$|^InvalidID$|^InvalidAMIID\.Unavailable$/;

/** Writes a tag on resources. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html: up to 1000 a call */
export const createTag = async (
  ec2: EC2Client,
  resourceIds: readonly string[],
  { key, value }: Tag,
): Promise<TagResult> => {
  try {
    await ec2.send(
      new CreateTagsCommand({ Resources: [...resourceIds], Tags: [{ Key: key, Value: value }] }),
    );
    return 'written';
  } catch (error) {
    if (refusalOf(error) === 'unauthorized') return 'refused';
    if (!(error instanceof EC2ServiceException)) throw error;
    if (GONE.test(error.name)) return 'gone';
    // A resource has fifty tags at most: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html
    if (error.name === 'TagLimitExceeded') return 'full';
    throw error;
  }
};

/**
 * EC2 throttles with status 503, as for its own failures.
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
 */
const THROTTLED: readonly string[] = ['RequestLimitExceeded', 'Throttling', 'ThrottlingException'];

/** Whether EC2 may have carried out a call that failed: its answer was lost, or AWS itself failed. */
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
