import * as z from 'zod/mini';
import { HOUR_MS } from '../instant.ts';
import { type Identity, identityOf } from '../record/identity.ts';
import type { CreatorSought } from '../record/provenance.ts';
import { FromConsole, Instant, lenient, UserIdentity } from '../record/record.ts';

/** A successful call that creates or deploys what launches instances. */
const CreatingCall = z.object({
  eventTime: Instant,
  eventName: z.string(),
  errorCode: z.optional(z.null()),
  userIdentity: z.catch(UserIdentity, {}),
  sessionCredentialFromConsole: FromConsole,
  requestParameters: lenient(
    z.object({ stackName: lenient(z.string()), autoScalingGroupName: lenient(z.string()) }),
  ),
  responseElements: z.optional(z.unknown()),
});

/**
 * The calls that create or deploy it. The CDK and the console execute change sets.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html
 */
export const creatingCalls = ({ of, id }: Pick<CreatorSought, 'of' | 'id'>): readonly string[] => {
  if (of === 'stack-creator') return ['CreateStack', 'UpdateStack', 'ExecuteChangeSet'];
  if (of === 'group-creator') return ['CreateAutoScalingGroup'];
  if (id.startsWith('fleet-')) return ['CreateFleet'];
  return id.startsWith('sfr-') ? ['RequestSpotFleet'] : ['RequestSpotInstances'];
};

/** Whether a text stands anywhere in a value. Records of EC2's calls differ in where they put the id of a request. */
const contains = (value: unknown, text: string): boolean =>
  typeof value === 'object' && value !== null
    ? Object.values(value).some((part) => contains(part, text))
    : value === text;

const isOf = (
  { requestParameters, responseElements }: z.infer<typeof CreatingCall>,
  { of, id }: Pick<CreatorSought, 'of' | 'id'>,
): boolean => {
  if (of === 'group-creator') return requestParameters?.autoScalingGroupName === id;
  if (of === 'request-creator') return contains(responseElements, id);
  const { stackName } = requestParameters ?? {};
  return stackName === id || stackName === id.split('/')[1];
};

/** Who created or deployed something, and when; null if no record shows it. */
export type CreatorsCall = { readonly caller: Identity; readonly at: string };

/** The last of several calls; null if there is none. */
export const lastOf = (calls: readonly CreatorsCall[]): CreatorsCall | null =>
  [...calls].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0] ?? null;

/** The last call that created or deployed it, from CloudTrail records. */
export const creatorsCallIn = (
  records: readonly unknown[],
  sought: Pick<CreatorSought, 'of' | 'id' | 'before'>,
): CreatorsCall | null => {
  const { before = '' } = sought;
  const end = before === '' ? Number.POSITIVE_INFINITY : Date.parse(before);
  const calls = records.flatMap((record) => {
    const { success, data } = z.safeParse(CreatingCall, record);
    if (!success || !creatingCalls(sought).includes(data.eventName) || !isOf(data, sought)) return [];
    const { userIdentity, sessionCredentialFromConsole, eventTime } = data;
    const caller = identityOf(userIdentity, sessionCredentialFromConsole);
    return Date.parse(eventTime) <= end ? [{ caller, at: eventTime }] : [];
  });
  return lastOf(calls);
};

/** A stack launches most of its instances within this time after it was deployed. */
const RECENT_MS = HOUR_MS;

/**
 * Whether a deployment may be the one that launched a stack's instances. CloudTrail shows calls minutes late, so one that
 * is long past may not be the last one yet.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
 */
export const isRecent = ({ at }: CreatorsCall, { before }: Pick<CreatorSought, 'before'>): boolean =>
  before === undefined || Date.parse(before) - Date.parse(at) <= RECENT_MS;
