import type { FunctionName } from '../../infra/names.ts';
import type { ReadInstancesIn } from '../../lambdas/aws/read-instances.ts';
import type { StartExecution } from '../../lambdas/aws/start-execution.ts';
import type { TagInstances } from '../../lambdas/aws/tag-instances.ts';
import type { TerminateInstances } from '../../lambdas/aws/terminate-instances.ts';
import type { Tag } from '../../lambdas/domain/tag.ts';

export type Place = { readonly accountId: string; readonly region: string };

/** What somebody asks RunInstances for. */
export type LaunchOrder = {
  readonly place: Place;
  readonly count?: number;
  readonly instanceType?: string;
  /** The letter of the Availability Zone: `a` if left out. */
  readonly zone?: string;
  readonly tags?: readonly Tag[];
};

/** What RunInstances made of it. */
export type Launched = {
  readonly reservationId: string;
  readonly clientToken: string;
  readonly instanceIds: readonly string[];
};

/** The clients of EC2 that a function has; each takes the name of the role to assume. */
export type Ec2Clients = {
  readonly readInstancesIn: (roleName: string) => ReadInstancesIn;
  readonly tagInstances: (roleName: string) => TagInstances;
  readonly terminateInstances: (roleName: string) => TerminateInstances;
};

/**
 * An AWS that the clients are held against: the hub and its sub-accounts are deployed as synthesized (stacks.ts), and
 * nothing is launched yet.
 */
export type Aws = {
  /** The clients of a function, which runs as its role in the hub. */
  readonly ec2Clients: (of: FunctionName) => Ec2Clients;
  /** As intake. */
  readonly startExecution: (stateMachineArn: string) => StartExecution;
  /** The inputs of the executions of a name. */
  readonly inputsOf: (executionName: string) => Promise<readonly unknown[]>;
  /** Somebody in the account launches instances. */
  readonly launch: (order: LaunchOrder) => Promise<Launched>;
  /** Somebody in the account protects an instance from termination. */
  readonly protect: (place: Place, instanceId: string) => Promise<void>;
};
