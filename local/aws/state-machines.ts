import * as z from 'zod';
import type { AnswerTask, StartBreakerNotice, StartExecution } from '../../lambdas/aws/executions.ts';
import {
  type FindFailedExecutions,
  type FindOpenExecutions,
  failedExecutions,
  openExecutions,
} from '../../lambdas/aws/open-executions.ts';
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

export type StateMachinesProps = Omit<TaskServices, 'tokens'> & {
  readonly iam: Iam;
  readonly observer: ServiceObserver;
};

/** An execution, as Step Functions remembers it. */
type Known = {
  /** With the definition that it began with, whatever is deployed since. */
  readonly machine: Machine;
  readonly input: unknown;
  readonly startedAt: number;
  running: Running;
  redrives: number;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  /** Milliseconds since the epoch; null while it runs. */
  stoppedAt: number | null;
};

/** Real time, in which an answer of this process never comes late. */
const LOOK_UP_MS = 600_000;

/** https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html */
const REDRIVABLE_MS = 14 * 24 * 3_600_000;

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

  /** What is started from now on is as these stacks say; what runs goes on as it began. */
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

  /** Starts executions for a caller. One of a name that is taken is not started again. */
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

  /** The executions of a machine that have come to such an end, or run, and the state that each is or was in. */
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

  /** Starts an execution as an administrator does, who may; nothing where the name is taken. */
  startByHand(stateMachineArn: string, name: string, input: unknown): void {
    const machine = this.#machineOf(stateMachineArn);
    if (this.#executions.has(`${stateMachineArn} ${name}`)) return;
    this.#notify(name, this.#run(machine, { name, input }));
  }

  /** Ends an execution that runs, as an administrator does; its end is a failure to whoever waits for it. */
  stop(stateMachineArn: string, name: string): void {
    const known = this.#executions.get(`${stateMachineArn} ${name}`);
    if (known?.status !== 'RUNNING') return;
    known.status = 'ABORTED';
    known.running.stop();
  }

  /**
   * RedriveExecution, as an administrator does it: what failed or was stopped goes on with the state that it came to, with
   * what came to that, and as it was defined when it began. Its retries are counted from 0. A state that fails always, fails
   * again; a Map begins with all of its items, where AWS's begins with those that failed.
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

  /** The same of the state machine Breaker, whose executions are of no launch. */
  startNotice =
    (callerRoleArn: string) =>
    (stateMachineArn: string): StartBreakerNotice =>
    async (name, input) => {
      this.begin(callerRoleArn, stateMachineArn, name, input)?.catch(() => {});
    };

  /** What is open, as the deployed client reads it, for a caller. */
  openExecutions =
    (callerRoleArn: string) =>
    (stateMachineArn: string): FindOpenExecutions =>
      openExecutions(stateMachineArn, LOOK_UP_MS, this.#reads(callerRoleArn));

  /** The same of what failed. */
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

  /** Starts an execution of whichever machine: its end; undefined if the name is taken. */
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

  /** Answers, for a caller, the Task that waits for a token. */
  answer =
    (callerRoleArn: string): AnswerTask =>
    async (token, published) => {
      const asking = this.#tokens.find(token);
      if (!asking) return 'waits-no-longer';
      this.#iam.require(callerRoleArn, 'states:SendTaskSuccess', asking.stateMachineArn);
      // Also of a mail that came too late for its execution: people have read it.
      this.#observer.published(asking.execution, published);
      return this.#tokens.answer(token, published) ? 'answered' : 'waits-no-longer';
    };
}
