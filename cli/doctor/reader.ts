import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import type { CostTag } from '../aws/cost-tags.ts';

/** A deployed stack. */
export type DeployedStack = {
  /** CloudFormation's word, such as `UPDATE_COMPLETE`. */
  readonly status: string;
  /** The template as it was deployed, parsed. */
  readonly template: unknown;
  /** The resources' physical ids, by logical id. */
  readonly physicalIds: ReadonlyMap<string, string>;
};

/** A deployed rule of EventBridge; pattern and schedule are null if it has none. */
export type DeployedRule = {
  readonly state: string;
  readonly pattern: unknown;
  readonly schedule: string | null;
};

/** A subscription of a topic. */
export type TopicSubscription = {
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly isConfirmed: boolean;
};

/** Which events a trail records, as CloudTrail returns it: basic selectors or advanced ones. */
export type EventSelectors = {
  readonly basic: readonly Pick<EventSelector, 'IncludeManagementEvents' | 'ReadWriteType'>[];
  readonly advanced: readonly Pick<AdvancedEventSelector, 'FieldSelectors'>[];
};

/** A trail that covers the Region. `selectors` is null if they cannot be read. */
export type RecordingTrail = {
  readonly arn: string;
  readonly isLogging: boolean;
  readonly selectors: EventSelectors | null;
};

/** An execution of a state machine, and when it began. */
export type ListedExecution = { readonly status: string; readonly startedAt: Date };

/** A session that the hub has seen, and who began it; null for whoever is no user that the hub knows. */
export type SeenSession = {
  /** As in the records: it names the role and the session. */
  readonly arn: string;
  readonly userName: string | null;
};

/** Reads an account in a Region. A result is null if there is no such thing. */
export type Reader = {
  readonly stack: (name: string) => Promise<DeployedStack | null>;
  /** @param bus the name of the rule's bus; null for the default one */
  readonly rule: (name: string, bus: string | null) => Promise<DeployedRule | null>;
  /** The role's trust policy. */
  readonly trustOf: (roleName: string) => Promise<unknown>;
  /** How many messages the queue holds. */
  readonly messages: (queueUrl: string) => Promise<number>;
  readonly stateMachineStatus: (arn: string) => Promise<string>;
  /** The latest executions, the newest first. */
  readonly executions: (stateMachineArn: string) => Promise<readonly ListedExecution[]>;
  /** All subscriptions of the Region. */
  readonly subscriptions: () => Promise<readonly TopicSubscription[]>;
  readonly trails: () => Promise<readonly RecordingTrail[]>;
  readonly parameter: (name: string) => Promise<string | null>;
  /** The sessions that the hub's table has: those of the last half day. */
  readonly sessions: () => Promise<readonly SeenSession[]>;
  /** In the payer account. Null for a key that AWS does not know. */
  readonly costTag: (key: string) => Promise<CostTag | null>;
};

/** Returns the reader of an account and Region; null if there is no access. */
export type ReaderOf = (accountId: string, region: string) => Promise<Reader | null>;
