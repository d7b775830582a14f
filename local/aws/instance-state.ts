import type { Instance, Tag } from '../../lambdas/domain/instances.ts';
import type { PropagatedType } from '../../lambdas/domain/propagation/attachment.ts';

/** An instance as its launch creates it. */
export type NewInstance = Pick<
  Instance,
  | 'instanceId'
  | 'instanceType'
  | 'imageId'
  | 'createdAt'
  | 'availabilityZone'
  | 'keyName'
  | 'isSpot'
  | 'managedByAws'
  | 'volumes'
> & {
  readonly isProtected: boolean;
  readonly isStopProtected: boolean;
  readonly spotRequestId: string | null;
  readonly tags: readonly Tag[];
  /** Its network interfaces: whether an AWS service made each for itself, and whether the launch made it. */
  readonly interfaces: readonly {
    readonly id: string;
    readonly managedByAws: boolean;
    readonly isNew: boolean;
  }[];
  /** The tags that the launch gives to its volumes and its new network interfaces. */
  readonly tagsOfAttached: Readonly<Record<PropagatedType, readonly Tag[]>>;
};

export type NewReservation = {
  readonly reservationId: string | null;
  readonly clientToken: string | null;
  readonly instances: readonly NewInstance[];
};

/** What is known of an instance. Instants are milliseconds since the epoch. */
export type KnownInstance = Pick<NewReservation, 'reservationId' | 'clientToken'> & {
  readonly born: NewInstance;
  isRunning: boolean;
  /** When it was last started or stopped. */
  switchedAt: number;
  /** When it was last started; at first, when it was launched. */
  startedAt: number | null;
  /** Whether its memory was written to its disk when it was stopped. */
  isHibernated: boolean;
  isProtected: boolean;
  isStopProtected: boolean;
  endedAt: number | null;
};

/** When an instance is started or stopped, and whether its memory is kept. */
export type Switch = { readonly at?: number; readonly isHibernated?: boolean };

/**
 * How long each state lasts. AWS documents no times. Hibernation takes longer because it writes the memory first.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html
 */
const PENDING_MS = 20_000;
const STOPPING_MS = 60_000;
const HIBERNATING_MS = 5 * 60_000;

/** EC2 shuts an instance down in about a minute, and shows a terminated one for about an hour. */
const SHUTTING_DOWN_MS = 60_000;
const SHOWN_MS = 60 * 60_000;

/** Whether EC2 still shows an instance. */
const isShown = ({ endedAt }: KnownInstance, now: number): boolean =>
  endedAt === null || now - endedAt < SHOWN_MS;

const stateOf = (known: KnownInstance, now: number): Instance['state'] => {
  const { endedAt, isRunning, isHibernated, switchedAt } = known;
  if (endedAt !== null) return now - endedAt < SHUTTING_DOWN_MS ? 'shutting-down' : 'terminated';
  if (isRunning) return now - switchedAt < PENDING_MS ? 'pending' : 'running';
  return now - switchedAt < (isHibernated ? HIBERNATING_MS : STOPPING_MS) ? 'stopping' : 'stopped';
};

/** An instance with its tags as EC2 describes it at an instant; undefined if EC2 no longer shows it. */
export const describedAs = (
  known: KnownInstance,
  tags: readonly Tag[],
  now: number,
): Instance | undefined => {
  if (!isShown(known, now)) return undefined;
  const { instanceId, instanceType, imageId, createdAt, availabilityZone, keyName } = known.born;
  const { isSpot, managedByAws, volumes } = known.born;
  return {
    instanceId,
    state: stateOf(known, now),
    instanceType,
    imageId,
    createdAt,
    availabilityZone,
    keyName,
    isSpot,
    managedByAws,
    tags,
    volumes,
  };
};
