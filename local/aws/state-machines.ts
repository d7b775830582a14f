import * as z from 'zod';
import type { AnswerTask, StartBreakerNotice, StartExecution } from '../../lambdas/aws/executions.ts';
import {
  type FindFailedExecutions,
  type FindOpenExecutions,
  failedExecutions,
  openExecutions,
} from '../../lambdas/aws/open-executions.ts';
import { DAY_MS } from '../../lambdas/domain/instant.ts';
import { ExecutionNotRedrivable, TemplateNotUnderstood } from '../errors.ts';
import type { Iam } from '../iam/iam.ts';
import { resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import { executionReads } from './execution-reads.ts';
import { interpreterOf } from './interpreter.ts';
import { type Beginning, type Machine, type Running, runExecution } from './run-execution.ts';
import type { ServiceObserver } from './service-observer.ts';
import { TaskTokens } from './task-tokens.ts';
import { type TaskServices, taskOf } from './tasks.ts';

const Properties = z.object({ DefinitionString: z.string(), RoleArn: z.string() });

type StateMachinesProps = Omit<TaskServices, 'tokens'> & {
  readonly iam: Iam;
  readonly observer: ServiceObserver;
};

/** An execution, as Step Functions keeps it. */
type Known = {
  /** The state machine with the definition that the execution began with, even if another is deployed since. */
  readonly machine: Machine;
  readonly input: unknown;
  readonly startedAt: number;
  running: Running;
  redrives: number;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  /** Milliseconds since the epoch; null while it runs. */
  stoppedAt: number | null;
};

/** In real time. It is so long that no look-up within this process exceeds it. */
const LOOK_UP_MS = 600_000;

/** https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html */
const REDRIVABLE_MS = 14 * DAY_MS;

/** The embedded Step Functions: the synthesized definitions, interpreted. */
export class StateMachines {
  readonly #iam: Iam;
  readonly #observer: ServiceObserver;
  readonly #services: TaskServices;
  #machines: ReadonlyMap<string, Machine> = new Map();
  /** By state machine and name. */
  readonly #executions = new Map<string, Known>();
  /** Inputs of the executions that run, by state machine, then by name. */
  readonly #open = new Map<string, Map<string, unknown>>();
  readonly #tokens = new TaskTokens();

  constructor(stacks: readonly Stack[], props: StateMachinesProps) {
    this.#iam = props.iam;
    this.#observer = props.observer;
    this.#services = { ...props, tokens: this.#tokens };
    this.deploy(stacks);
  }

  /** Deploys the state machines of these stacks. An open execution keeps the definition that it began with. */
  deploy(stacks: readonly Stack[]): void {
    this.#machines = new Map(
      resourcesOf(stacks, 'AWS::StepFunctions::StateMachine', Properties).map(({ arn, properties }) => {
        const definition = properties.DefinitionString;
        const tasks = [...interpreterOf(definition).tasks].map(
          ([name, task]) => [name, taskOf(task, properties.RoleArn, this.#services)] as const,
        );
        return [arn, { arn, definition, tasks: new Map(tasks) }];
      }),
    );
  }

  /** Starts executions for a caller. If the name is taken, nothing is started. */
  start =
    (callerRoleArn: string) =>
    (stateMachineArn: string): StartExecution =>
    async (name, input) => {
      this.#notify(name, this.begin(callerRoleArn, stateMachineArn, name, input));
    };

  #notify(name: string, end: Promise<void> | undefined): void {
    end?.then(
      () => this.#observer.succeeded(name),
      (error: unknown) => this.#observer.failed(name, error),
    );
  }

  /** The executions of a state machine that have this status, and the state that each is or was in. */
  list(
    stateMachineArn: string,
    status: Known['status'],
  ): { readonly name: string; readonly input: unknown; readonly stateName: string | undefined }[] {
    return [...this.#executions].flatMap(([key, known]) => {
      const [arn, name = ''] = key.split(' ');
      if (arn !== stateMachineArn || known.status !== status) return [];
      return [{ name, input: known.input, stateName: known.running.position()?.stateName }];
    });
  }

  /** Starts an execution as an administrator does, without a permission check. If the name is taken, nothing is started. */
  startByHand(stateMachineArn: string, name: string, input: unknown): void {
    const machine = this.#machineOf(stateMachineArn);
    if (this.#executions.has(`${stateMachineArn} ${name}`)) return;
    this.#notify(name, this.#run(machine, { name, input }));
  }

  /** Stops an execution that runs, as an administrator does. The observer sees it as failed. */
  stop(stateMachineArn: string, name: string): void {
    const known = this.#executions.get(`${stateMachineArn} ${name}`);
    if (known?.status !== 'RUNNING') return;
    known.status = 'ABORTED';
    known.running.stop();
  }

  /**
   * RedriveExecution, as an administrator does it: an execution that failed or was stopped continues with the state that
   * it had reached, that state's input, and its own definition. Its retries are counted from 0. A Map processes all of its
   * items again; in AWS it processes those that failed.
   *
   * @throws ExecutionNotRedrivable
   */
  redrive(stateMachineArn: string, name: string): void {
    const known = this.#executions.get(`${stateMachineArn} ${name}`);
    const isOld = known?.stoppedAt !== null && Date.now() > (known?.stoppedAt ?? 0) + REDRIVABLE_MS;
    if (!known || isOld || known.status === 'RUNNING' || known.status === 'SUCCEEDED') {
      throw new ExecutionNotRedrivable(name, known?.status ?? 'unknown');
    }
    const from = known.running.position();
    const redrives = known.redrives + 1;
    this.#notify(name, this.#run(known.machine, { name, input: known.input, from, redrives }));
  }

  /** Starts executions of the state machine Breaker. They belong to no launch, so the observer is not called. */
  startNotice =
    (callerRoleArn: string) =>
    (stateMachineArn: string): StartBreakerNotice =>
    async (name, input) => {
      this.begin(callerRoleArn, stateMachineArn, name, input)?.catch(() => {});
    };

  /** Finds the open executions for a caller, with the deployed client. */
  openExecutions =
    (callerRoleArn: string) =>
    (stateMachineArn: string): FindOpenExecutions =>
      openExecutions(stateMachineArn, LOOK_UP_MS, this.#reads(callerRoleArn));

  /** Finds the failed executions for a caller, with the deployed client. */
  failedExecutions =
    (callerRoleArn: string) =>
    (stateMachineArn: string): FindFailedExecutions =>
      failedExecutions(stateMachineArn, LOOK_UP_MS, this.#reads(callerRoleArn));

  #reads(callerRoleArn: string) {
    return executionReads((action, arn) => this.#iam.require(callerRoleArn, action, arn), this.#executions);
  }

  /** Whether any execution runs. */
  get isBusy(): boolean {
    return [...this.#open.values()].some((open) => open.size > 0);
  }

  /** Starts an execution of any state machine. Returns the promise of its end; undefined if the name is taken. */
  begin(
    callerRoleArn: string,
    stateMachineArn: string,
    name: string,
    input: unknown,
  ): Promise<void> | undefined {
    this.#iam.require(callerRoleArn, 'states:StartExecution', stateMachineArn);
    const machine = this.#machineOf(stateMachineArn);
    return this.#executions.has(`${stateMachineArn} ${name}`)
      ? undefined
      : this.#run(machine, { name, input });
  }

  #machineOf(stateMachineArn: string): Machine {
    const machine = this.#machines.get(stateMachineArn);
    if (!machine) throw new TemplateNotUnderstood('the hub', `${stateMachineArn}, which it does not hold`);
    return machine;
  }

  #run(machine: Machine, beginning: Beginning): Promise<void> {
    const { name, input, redrives = 0 } = beginning;
    const open = this.#open.get(machine.arn) ?? new Map<string, unknown>();
    this.#open.set(machine.arn, open.set(name, input));
    const running = runExecution(machine, beginning, this.#tokens);
    const known: Known = {
      machine,
      input,
      startedAt: Date.now(),
      running,
      redrives,
      status: 'RUNNING',
      stoppedAt: null,
    };
    this.#executions.set(`${machine.arn} ${name}`, known);
    const stopped = (status: Known['status']): void => {
      open.delete(name);
      if (known.status === 'RUNNING') known.status = status;
      known.stoppedAt = Date.now();
    };
    return running.result.then(
      () => stopped('SUCCEEDED'),
      (error: unknown) => {
        stopped('FAILED');
        throw error;
      },
    );
  }

  /** Answers the Task that waits for a token, for a caller. */
  answer =
    (callerRoleArn: string): AnswerTask =>
    async (token, published) => {
      const asking = this.#tokens.find(token);
      if (!asking) return 'waits-no-longer';
      this.#iam.require(callerRoleArn, 'states:SendTaskSuccess', asking.stateMachineArn);
      // A mail that came too late for its execution is reported too, since people have read it.
      this.#observer.published(asking.execution, published);
      return this.#tokens.answer(token, published) ? 'answered' : 'waits-no-longer';
    };
}
