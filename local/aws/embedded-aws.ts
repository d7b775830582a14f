import type { BusEvent } from '../events/envelope.ts';
import { EventBridge } from '../events/event-bridge.ts';
import type { Rules } from '../events/rules.ts';
import { Iam } from '../iam/iam.ts';
import type { Stack } from '../template/template.ts';
import { Ec2 } from './ec2.ts';
import { functionLog } from './function-log.ts';
import { Functions } from './functions.ts';
import { Queues } from './queues.ts';
import { StateMachines } from './state-machines.ts';
import { Topics } from './topics.ts';
import type { Witness } from './witness.ts';

/** Tells of an event that the service gave up. */
export type GivenUp = (event: BusEvent, error: unknown) => void;

/** The services that the application runs on, made of its synthesized stacks. */
export type EmbeddedAws = {
  readonly ec2: Ec2;
  readonly topics: Topics;
  readonly eventBridge: EventBridge;
  readonly queues: Queues;
};

/** Wires the embedded services as the stacks say. */
export const embeddedAws = <Seen extends Witness>(
  stacks: readonly Stack[],
  rules: Rules,
  witness: (aws: Pick<EmbeddedAws, 'ec2' | 'topics'>) => Seen,
  givenUp: GivenUp,
): EmbeddedAws & { readonly witness: Seen } => {
  const iam = new Iam(stacks);
  const ec2 = new Ec2();
  const topics = new Topics(stacks);
  const seen = witness({ ec2, topics });
  const errors = new Map<string, unknown>();
  const functions: Functions = new Functions(stacks, {
    ec2,
    iam,
    log: functionLog(seen, (messageId, error) => errors.set(messageId, error)),
    startExecution: (callerRoleArn) => (stateMachineArn) => (name, input) =>
      stateMachines.start(callerRoleArn)(stateMachineArn)(name, input),
  });
  const stateMachines = new StateMachines(stacks, { iam, functions, topics, witness: seen });
  const queues = new Queues(stacks, functions, (event, messageId) => givenUp(event, errors.get(messageId)));
  const eventBridge = new EventBridge(stacks, rules, iam, (queueArn, event) => queues.send(queueArn, event));
  return { ec2, topics, eventBridge, queues, witness: seen };
};
