import type { BusEvent } from '../events/envelope.ts';
import { EventBridge } from '../events/event-bridge.ts';
import type { Rules } from '../events/rules.ts';
import type { Stack } from '../template/template.ts';
import type { Accounts } from './account-clients.ts';
import { AutoScaling } from './auto-scaling.ts';
import { clientsOf } from './clients.ts';
import { CloudTrail } from './cloud-trail.ts';
import { Ec2 } from './ec2.ts';
import { functionLog } from './function-log.ts';
import { Functions } from './functions.ts';
import { IamUsers, type UserOfAccount } from './iam-users.ts';
import { IamInOutages, type Outage } from './outage.ts';
import { Queues } from './queues.ts';
import { StateMachines } from './state-machines.ts';
import { Tables } from './tables.ts';
import { Topics } from './topics.ts';
import type { Witness } from './witness.ts';

/** Tells of an event that the service gave up. */
export type GivenUp = (event: BusEvent, error: unknown) => void;

/** What the world is like besides its records. */
export type Circumstances = {
  /** IAM users that there are before the first record. */
  readonly users?: readonly UserOfAccount[];
  /** Addresses whose readers never confirm a subscription. */
  readonly neverConfirming?: readonly string[];
  readonly outages?: readonly Outage[];
};

/** The services that the application runs on, made of its synthesized stacks. */
export type EmbeddedAws = Accounts & {
  readonly ec2: Ec2;
  readonly topics: Topics;
  readonly eventBridge: EventBridge;
  readonly functions: Functions;
};

/** Wires the embedded services as the stacks say. */
export const embeddedAws = <Seen extends Witness>(
  stacks: readonly Stack[],
  rules: Rules,
  { users = [], neverConfirming = [], outages = [] }: Circumstances,
  witness: (aws: Pick<EmbeddedAws, 'ec2' | 'topics'>) => Seen,
  givenUp: GivenUp,
): EmbeddedAws & { readonly witness: Seen } => {
  const iam = new IamInOutages(stacks, outages);
  const ec2 = new Ec2();
  const topics = new Topics(stacks, neverConfirming);
  const accounts = {
    autoScaling: new AutoScaling(),
    cloudTrail: new CloudTrail(),
    users: new IamUsers(users),
  };
  const seen = witness({ ec2, topics });
  const errors = new Map<string, unknown>();
  const functions: Functions = new Functions(
    stacks,
    clientsOf({
      ...accounts,
      ec2,
      iam,
      topics,
      tables: new Tables(stacks),
      log: functionLog(seen, (messageId, error) => errors.set(messageId, error)),
      queues: () => queues,
      startExecution: (callerRoleArn) => (stateMachineArn) => (name, input) =>
        stateMachines.start(callerRoleArn)(stateMachineArn)(name, input),
      answer: (callerRoleArn) => (token, published) => stateMachines.answer(callerRoleArn)(token, published),
    }),
  );
  const queues: Queues = new Queues(stacks, functions, ({ event, messageId, error }) => {
    // Of a mail or a question that is given up, the execution's own rows tell.
    if (event) givenUp(event, errors.get(messageId) ?? error);
  });
  const stateMachines = new StateMachines(stacks, { iam, functions, queues, witness: seen });
  const eventBridge = new EventBridge(stacks, rules, iam, (queueArn, event) =>
    queues.send(queueArn, JSON.stringify(event), event),
  );
  return { ...accounts, ec2, topics, eventBridge, functions, witness: seen };
};
