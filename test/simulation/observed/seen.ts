import type { Instance, Tag } from '../../../lambdas/domain/instances.ts';
import type { Launch } from '../../../lambdas/domain/record/launch.ts';
import type { FaultKind } from '../faults/fault.ts';
import type { By as ByWhom } from '../history/act.ts';
import type { Change } from '../settings.ts';
import type { SeenMail } from './mail.ts';

/** Who did something: people and their programs, or the service. */
export type By = 'people' | 'service';

/**
 * Who made a call, as its record shows it: the name of a user of the gateway, or of a session that the console named; and
 * the ids of the users who opened the session.
 */
export type Caller = {
  readonly name: string | null;
  readonly userIds: readonly string[];
  /** Whether `name` is that of an IAM user, and not of a session, whose name anybody may choose. */
  readonly isUser?: boolean;
  /** Whether several people opened such a session, and nothing tells which of them called. */
  readonly isOneOfSeveral?: boolean;
  /** Whether nobody's call is known, as when AWS launches again by itself. */
  readonly isUnobserved?: true;
};

/** A user of the gateway: each name with the instant since which they have it, and the instant of their deletion. */
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
  /** Who made the call, whoever is behind it, as mails name it: `Role developer`; null if that is not observed. */
  readonly principal: string | null;
  readonly groupName: string | null;
  /** The Owner tag of its Auto Scaling group; null if the group has none, or there is no group. */
  readonly groupOwner: string | null;
  /** Who created the group; null if it has an Owner, or if that was not observed. */
  readonly groupCreator: Caller | null;
  /** All of its tags, after each change. */
  readonly tags: { readonly at: number; readonly tags: readonly Tag[]; readonly by: By }[];
  readonly protection: { readonly at: number; readonly isOn: boolean; readonly by: By }[];
  readonly running: {
    readonly at: number;
    readonly isRunning: boolean;
    readonly isHibernated?: boolean;
    readonly by: By;
  }[];
  /** When it was terminated, and its state at that time; null if it was not. */
  ended: { readonly at: number; readonly by: By; readonly state?: Instance['state'] } | null;
};

/** All that happened to a volume or network interface that was attached to an instance. */
export type AttachmentHistory = {
  readonly resourceId: string;
  readonly accountId: string;
  /** When it was attached to which instance. */
  readonly attached: { readonly at: number; readonly instanceId: string }[];
  /** All of its tags, after each change. */
  readonly tags: { readonly at: number; readonly tags: readonly Tag[]; readonly by: By }[];
};

/** All that happened to a resource that is no instance, and what the service was shown of it. */
export type ResourceHistory = {
  readonly arn: string;
  /** In the tagging API's words. */
  readonly resourceType: string;
  readonly accountId: string;
  readonly region: string;
  /** Each call that created it: a queue may be created again. */
  readonly created: {
    readonly at: number;
    readonly caller: Caller;
    readonly parentId: string | null;
    readonly by: ByWhom['is'];
    readonly tags: readonly Tag[];
  }[];
  /** All of its tags, after each change, by people unless the service corrected a near miss; null once it is deleted. */
  readonly tags: { readonly at: number; readonly tags: readonly Tag[] | null; readonly by?: By }[];
  /** The tags that AWS showed to the service; null if it showed none, since the resource is gone or unknown to it. */
  readonly reads: { readonly at: number; readonly tags: readonly Tag[] | null }[];
};

/** A fault that had an effect. */
export type Injection = {
  readonly at: number;
  readonly kind: FaultKind;
  /** Null if it may affect any account. */
  readonly accountId: string | null;
  /** The function that it struck; null if it struck none. */
  readonly fn: string | null;
  readonly what: string;
  /** The age of the state that a stale read showed, in seconds; left out for other faults. */
  readonly seconds?: number;
};

/** An execution of GracePeriod, as Step Functions knows it: the launch in its input, and the time during which it is open. */
export type Execution = {
  readonly name: string;
  readonly launch: Pick<Launch, 'accountId' | 'key' | 'eventTime' | 'instanceIds' | 'identity'>;
  readonly from: number;
  until: number;
};

/** An execution that failed, which raises an alarm. */
export type Failed = { readonly at: number; readonly execution: string; readonly error: string };

/** What an administrator decided about a breaker group: the grace periods that began after `from` and before `until`. */
export type Decision = {
  readonly at: number;
  readonly is: 'released' | 'dismissed';
  readonly accountId: string;
  readonly cause: string;
  readonly from: number;
  readonly until: number;
};

/** A deployment is made at `from` and undone at `until`; both reach the last function `within` milliseconds later. */
type Span = { readonly from: number; readonly until: number; readonly within?: number };
export type Deployment = Span & { readonly change: Change };

/** What the embedded AWS did in one run. The invariants are checked against this alone. */
export type Observations = {
  readonly setting: 'usual' | 'strict';
  /** The changes that were deployed over the setting for a time. */
  readonly deployments: readonly Deployment[];
  readonly instances: Map<string, InstanceHistory>;
  readonly attachments: Map<string, AttachmentHistory>;
  /** By ARN. */
  readonly resources: Map<string, ResourceHistory>;
  readonly users: UserHistory[];
  /** The topic ARN of each person's address. */
  readonly personTopics: Map<string, string>;
  readonly mails: SeenMail[];
  readonly injections: Injection[];
  readonly decisions: Decision[];
  readonly executions: Execution[];
  readonly failed: Failed[];
  /** The times during which enforcement was paused. */
  readonly pauses: { readonly from: number; readonly until: number }[];
  /** The times during which patterns that match no user were deployed. */
  readonly unmatched: readonly Span[];
};

/** The observations of a run before anything happens. */
export const noObservations = (setting: Observations['setting'] = 'usual'): Observations => ({
  setting,
  deployments: [],
  instances: new Map(),
  attachments: new Map(),
  resources: new Map(),
  users: [],
  personTopics: new Map(),
  mails: [],
  injections: [],
  decisions: [],
  executions: [],
  failed: [],
  pauses: [],
  unmatched: [],
});
