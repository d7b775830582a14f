/** A deployed stack. */
export type DeployedStack = {
  /** As CloudFormation says: `UPDATE_COMPLETE`. */
  readonly status: string;
  /** The template as it was deployed, parsed. */
  readonly template: unknown;
  /** What each resource is called, by its logical id. */
  readonly physicalIds: ReadonlyMap<string, string>;
};

/** A rule of EventBridge. Its pattern and schedule as they are; null where it has none. */
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

/** A trail that records the Region's calls. */
export type RecordingTrail = { readonly arn: string; readonly isLogging: boolean };

/** An execution of a state machine, and when it began. */
export type ListedExecution = { readonly status: string; readonly startedAt: Date };

/** What can be seen of an account in a Region. What is not there is null. */
export type Reader = {
  readonly stack: (name: string) => Promise<DeployedStack | null>;
  /** @param bus the name of the rule's bus; null for the default one */
  readonly rule: (name: string, bus: string | null) => Promise<DeployedRule | null>;
  /** The role's trust policy. */
  readonly trustOf: (roleName: string) => Promise<unknown>;
  /** How many messages the queue holds. */
  readonly messages: (queueUrl: string) => Promise<number>;
  readonly stateMachineStatus: (arn: string) => Promise<string>;
  /** The latest, the newest first. */
  readonly executions: (stateMachineArn: string) => Promise<readonly ListedExecution[]>;
  /** Every one of the Region. */
  readonly subscriptions: () => Promise<readonly TopicSubscription[]>;
  readonly trails: () => Promise<readonly RecordingTrail[]>;
  readonly parameter: (name: string) => Promise<string | null>;
};

/** A reader of an account and Region; null where nobody said how to look. */
export type ReaderOf = (accountId: string, region: string) => Promise<Reader | null>;
