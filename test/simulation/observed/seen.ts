import type { Instance, Tag } from '../../../lambdas/domain/instances.ts';
import type { Launch } from '../../../lambdas/domain/record/launch.ts';
import type { FaultKind } from '../faults/fault.ts';
import type { Change } from '../settings.ts';
import type { SeenMail } from './mail.ts';

/** Who did something: people and their programs, or the service. */
export type By = 'people' | 'service';

/** Who made a call, as its record tells it: a user's or a session's name, and the ids of those who opened the session. */
export type Caller = { readonly name: string | null; readonly userIds: readonly string[] };

/** A user of the gateway: the names that they have had, each since an instant, and when they were deleted. */
export type UserHistory = {
  readonly userId: string;
  readonly names: { readonly name: string; readonly from: number }[];
  until: number;
};

/** All that happened to an instance in the embedded AWS. Instants are milliseconds since the epoch. */
export type InstanceHistory = {
  readonly instanceId: string;
  readonly accountId: string;
  readonly region: string;
  readonly reservationId: string;
  readonly clientToken: string | null;
  readonly launchedAt: number;
  readonly isManaged: boolean;
  readonly caller: Caller;
  /** The instance whose program launched it. */
  readonly parentId: string | null;
  readonly groupName: string | null;
  /** The Owner tag of its group; null where it has none, or no group. */
  readonly groupOwner: string | null;
  /** All tags, each time that they changed. */
  readonly tags: { readonly at: number; readonly tags: readonly Tag[]; readonly by: By }[];
  readonly protection: { readonly at: number; readonly isOn: boolean; readonly by: By }[];
  readonly running: {
    readonly at: number;
    readonly isRunning: boolean;
    readonly isHibernated?: boolean;
    readonly by: By;
  }[];
  /** The state in which it was ended. */
  ended: { readonly at: number; readonly by: By; readonly state?: Instance['state'] } | null;
};

/** A fault that really struck. */
export type Injection = {
  readonly at: number;
  readonly kind: FaultKind;
  /** Null where it may touch any account. */
  readonly accountId: string | null;
  /** The function that it struck; null where it struck none. */
  readonly fn: string | null;
  readonly what: string;
  /** How old what it showed was; left out where it showed nothing old. */
  readonly seconds?: number;
};

/** An execution of GracePeriod, as Step Functions knows it: what it was given to judge, and from when until when it is open. */
export type Execution = {
  readonly name: string;
  readonly launch: Pick<Launch, 'accountId' | 'key' | 'eventTime' | 'instanceIds' | 'identity'>;
  readonly from: number;
  until: number;
};

/** An execution that ended in failure, which is an alarm. */
export type Failed = { readonly at: number; readonly execution: string; readonly error: string };

/** What an administrator decided of a group that the breaker holds: of what began after `from` and before `until`. */
export type Decision = {
  readonly at: number;
  readonly is: 'released' | 'dismissed';
  readonly accountId: string;
  readonly cause: string;
  readonly from: number;
  readonly until: number;
};

/** From when on something is deployed, and from when on what was before: each reaches the last function only so much later. */
type Span = { readonly from: number; readonly until: number; readonly within?: number };
export type Deployment = Span & { readonly change: Change };

/** What the embedded AWS saw in one run. The checks know nothing else. */
export type Observations = {
  readonly setting: 'usual' | 'strict';
  /** What was deployed over that, from when until when. */
  readonly deployments: readonly Deployment[];
  readonly instances: Map<string, InstanceHistory>;
  readonly users: UserHistory[];
  /** The topic that an address reads as a person's. */
  readonly personTopics: Map<string, string>;
  readonly mails: SeenMail[];
  readonly injections: Injection[];
  readonly decisions: Decision[];
  readonly executions: Execution[];
  readonly failed: Failed[];
  /** From when until when enforcement was paused. */
  readonly pauses: { readonly from: number; readonly until: number }[];
  /** From when until when patterns were deployed that match no user. */
  readonly unmatched: readonly Span[];
};
