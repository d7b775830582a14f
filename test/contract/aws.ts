import type { FunctionName } from '../../infra/names.ts';
import type { ReadAttachmentsIn, TagAttachments } from '../../lambdas/aws/attachments.ts';
import type { ReadGroupTags } from '../../lambdas/aws/auto-scaling.ts';
import type { BreakerTable } from '../../lambdas/aws/breaker-table.ts';
import type { AskCloudTrail } from '../../lambdas/aws/cloud-trail.ts';
import type { Ec2Reads } from '../../lambdas/aws/ec2.ts';
import type {
  RemoveProtection,
  SpotRequestsIn,
  StopInstances,
  TerminateInstances,
} from '../../lambdas/aws/ec2-changes.ts';
import type { TagInstances, TagResource } from '../../lambdas/aws/ec2-tags.ts';
import type { AnswerTask, StartExecution } from '../../lambdas/aws/executions.ts';
import type { CallerTable, OwnerChangeTable, SessionTable } from '../../lambdas/aws/launcher-tables.ts';
import type { HourlyMailTable, SentMailTable } from '../../lambdas/aws/mail-tables.ts';
import type { FindFailedExecutions, FindOpenExecutions } from '../../lambdas/aws/open-executions.ts';
import type { ReadAccountIn } from '../../lambdas/aws/read-account.ts';
import type { ReadInstancesIn } from '../../lambdas/aws/read-instances.ts';
import type { ReadPause } from '../../lambdas/aws/read-pause.ts';
import type { ReminderTable } from '../../lambdas/aws/reminder-table.ts';
import type { RepairTable, SweepCountTable, SweepNoteTable } from '../../lambdas/aws/sweep-tables.ts';
import type { MailTopics, PersonTopics } from '../../lambdas/aws/topics.ts';
import type { ListUsers, UserTable } from '../../lambdas/aws/user-table.ts';
import type { Tag } from '../../lambdas/domain/instances.ts';

export type Place = { readonly accountId: string; readonly region: string };

/** A request to RunInstances. */
export type LaunchOrder = {
  readonly place: Place;
  readonly count?: number;
  readonly instanceType?: string;
  /** The letter of the Availability Zone; `a` if left out. */
  readonly zone?: string;
  readonly tags?: readonly Tag[];
  /** The caller's client token; a new one if left out. */
  readonly clientToken?: string;
  /** Volumes besides those of the image: whether each is deleted with its instance. */
  readonly volumes?: readonly boolean[];
};

/** The device names of an order's volumes: /dev/sdf, /dev/sdg and so on. */
export const deviceName = (index: number): string => `/dev/sd${'fghij'[index]}`;

/** The result of RunInstances. */
export type Launched = {
  readonly reservationId: string;
  readonly clientToken: string;
  readonly instanceIds: readonly string[];
};

/** A function's EC2 clients. Each takes the name of the role to assume. */
export type Ec2Clients = {
  readonly readInstancesIn: (roleName: string) => ReadInstancesIn;
  readonly tagInstances: (roleName: string) => TagInstances;
  readonly readAccountIn: (roleName: string) => ReadAccountIn;
  readonly terminateInstances: (roleName: string) => TerminateInstances;
  readonly stopInstances: (roleName: string) => StopInstances;
  readonly removeProtection: (roleName: string) => RemoveProtection;
  readonly spotRequestsIn: (roleName: string) => SpotRequestsIn;
  readonly readAttachmentsIn: (roleName: string) => ReadAttachmentsIn;
  readonly tagAttachments: (roleName: string) => TagAttachments;
};

/** A function's other clients. Each takes the name or URL of the resource that it calls, or the name of its role. */
export type Clients = {
  readonly sessions: (tableName: string) => SessionTable;
  readonly users: (tableName: string) => UserTable;
  readonly callers: (tableName: string) => CallerTable;
  readonly ownerChanges: (tableName: string) => OwnerChangeTable;
  /** One that nobody else waits for. */
  readonly breaker: (tableName: string) => BreakerTable;
  readonly sentMails: (tableName: string) => SentMailTable;
  readonly hourlyMails: (tableName: string) => HourlyMailTable;
  readonly reminders: (tableName: string) => ReminderTable;
  readonly sweepCounts: (tableName: string) => SweepCountTable;
  readonly repairs: (tableName: string) => RepairTable;
  readonly sweepNotes: (tableName: string) => SweepNoteTable;
  /** One that has read nothing yet. */
  readonly readPause: (parameterName: string) => ReadPause;
  readonly ask: (queueUrl: string) => AskCloudTrail;
  readonly answer: AnswerTask;
  readonly openExecutions: (stateMachineArn: string) => FindOpenExecutions;
  readonly failedExecutions: (stateMachineArn: string) => FindFailedExecutions;
  readonly mailTopics: MailTopics;
  readonly personTopics: PersonTopics;
  readonly listUsers: (roleName: string, gatewayAccountId: string) => ListUsers;
  readonly readGroupTags: (roleName: string) => ReadGroupTags;
  readonly tagResource: (roleName: string) => TagResource;
};

/** An execution that waits for a mail: the token of its message, and the answer that it continues with. */
export type Waiting = { readonly token: string; readonly answer: () => Promise<unknown> };

/** A Spot instance, and the request that it was launched for. */
export type Spot = { readonly instanceId: string; readonly requestId: string };

/** An address that never confirms a subscription. */
export const NEVER_CONFIRMING = 'busy@ucsc.edu';

/**
 * An AWS that the clients are tested with. The hub and its sub-accounts are deployed as synthesized (stacks.ts), and nothing
 * is launched yet.
 */
export type Aws = {
  /** The clients of a function that runs with its role in the hub. */
  readonly ec2Clients: (of: FunctionName) => Ec2Clients;
  readonly clients: (of: FunctionName) => Clients;
  /** EC2, as a person in the account calls it. */
  readonly ec2: (place: Place) => Promise<Ec2Reads>;
  /** As intake. */
  readonly startExecution: (stateMachineArn: string) => StartExecution;
  /** The inputs of the executions with a name. */
  readonly inputsOf: (executionName: string) => Promise<readonly unknown[]>;
  /** An execution ends. */
  readonly end: (executionName: string) => Promise<void>;
  /** An execution fails. */
  readonly fail: (executionName: string) => Promise<void>;
  /** An execution with that name sends a mail and waits. */
  readonly waitForMail: (executionName: string) => Promise<Waiting>;
  /** The bodies of the messages in the queue of questions, in no order. */
  readonly questions: () => Promise<readonly unknown[]>;
  /** Somebody in the account launches instances. */
  readonly launch: (order: LaunchOrder) => Promise<Launched>;
  /** Somebody in the account makes a volume with these tags and attaches it to an instance. Returns its id. */
  readonly attachVolume: (place: Place, instanceId: string, tags: readonly Tag[]) => Promise<string>;
  /** Somebody in the account protects an instance from termination. */
  readonly protect: (place: Place, instanceId: string) => Promise<void>;
  readonly protectFromStopping: (place: Place, instanceId: string) => Promise<void>;
  /** Somebody in the account requests Spot instances, each with its own request. */
  readonly requestSpot: (
    place: Place,
    type: 'persistent' | 'one-time',
    count?: number,
  ) => Promise<readonly Spot[]>;
  /** An administrator sets the parameter that pauses enforcement. */
  readonly setPause: (value: string) => Promise<void>;
  /** Somebody in the account creates a user. Returns its id. */
  readonly createUser: (accountId: string, userName: string) => Promise<string>;
  /** Somebody in the account creates an Auto Scaling group, whose tags it does not propagate. */
  readonly createGroup: (place: Place, name: string, tags: readonly Tag[]) => Promise<void>;
  /** A person confirms the subscription of an address. At NEVER_CONFIRMING nobody does. */
  readonly confirm: (topicArn: string, address: string) => Promise<void>;
};
