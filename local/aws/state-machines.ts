import * as z from 'zod';
import type { AnswerTask } from '../../lambdas/aws/answer-task.ts';
import { type FailedExecutions, failedExecutions } from '../../lambdas/aws/failed-executions.ts';
import {
  type ExecutionReads,
  type OpenExecutions,
  openExecutions,
} from '../../lambdas/aws/open-executions.ts';
import type { StartBreakerNotice, StartExecution } from '../../lambdas/aws/start-execution.ts';
import { TemplateNotUnderstood } from '../errors.ts';
import type { Iam } from '../iam/iam.ts';
import { resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import { interpreterOf } from './interpreter.ts';
import { type Machine, runExecution } from './run-execution.ts';
import { TaskTokens } from './task-tokens.ts';
import { type TaskServices, taskOf } from './tasks.ts';
import type { Witness } from './witness.ts';

const Properties = z.object({ DefinitionString: z.string(), RoleArn: z.string() });

export type StateMachinesProps = Omit<TaskServices, 'tokens'> & {
  readonly iam: Iam;
  readonly witness: Witness;
};

type Running = { readonly input: unknown; readonly startDate: Date };

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
const PAGE = 1000;

/** Real time, in which an answer of this process never comes late. */
const LOOK_UP_MS = 600_000;

const executionArn = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

/** The embedded Step Functions: the synthesized definitions, interpreted. */
export class StateMachines {
  readonly #iam: Iam;
  readonly #witness: Witness;
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #names = new Set<string>();
  /** The executions that run, by state machine, then by name. */
  readonly #open = new Map<string, Map<string, Running>>();
  /** Those that failed. */
  readonly #failed = new Map<string, Map<string, Running>>();
  readonly #tokens = new TaskTokens();

  constructor(stacks: readonly Stack[], props: StateMachinesProps) {
    this.#iam = props.iam;
    this.#witness = props.witness;
    const services = { ...props, tokens: this.#tokens };
    this.#machines = new Map(
      resourcesOf(stacks, 'AWS::StepFunctions::StateMachine', Properties).map(({ arn, properties }) => {
        const interpreter = interpreterOf(properties.DefinitionString);
        const tasks = [...interpreter.tasks].map(
          ([name, task]) => [name, taskOf(task, properties.RoleArn, services)] as const,
        );
        return [arn, { arn, interpreter, tasks: new Map(tasks) }];
      }),
    );
  }

  /** Starts executions for a caller. One of a name that is taken is not started again. */
  start =
    (callerRoleArn: string) =>
    (stateMachineArn: string): StartExecution =>
    async (name, input) => {
      const started = this.begin(callerRoleArn, stateMachineArn, name, input);
      started?.then(
        () => this.#witness.succeeded(name),
        (error: unknown) => this.#witness.failed(name, error),
      );
    };

  /** The same of the state machine Breaker, whose executions are of no launch. */
  startNotice =
    (callerRoleArn: string) =>
    (stateMachineArn: string): StartBreakerNotice =>
    async (name, input) => {
      this.begin(callerRoleArn, stateMachineArn, name, input)?.catch(() => {});
    };

  /** What failed, as the deployed client reads it, for a caller. */
  failedExecutions =
    (callerRoleArn: string) =>
    (stateMachineArn: string): FailedExecutions =>
      failedExecutions(stateMachineArn, LOOK_UP_MS, this.#reads(callerRoleArn));

  /** What is open, as the deployed client reads it, for a caller. */
  openExecutions =
    (callerRoleArn: string) =>
    (stateMachineArn: string): OpenExecutions =>
      openExecutions(stateMachineArn, LOOK_UP_MS, this.#reads(callerRoleArn));

  /** ListExecutions of what runs or failed, and DescribeExecution of what runs; no other is kept. */
  #reads(callerRoleArn: string): ExecutionReads {
    return {
      listExecutions: async ({ stateMachineArn = '', statusFilter, maxResults = PAGE, nextToken = '0' }) => {
        this.#iam.require(callerRoleArn, 'states:ListExecutions', stateMachineArn);
        const start = Number(nextToken);
        const end = start + Math.min(maxResults, PAGE);
        // The newest come first.
        const all = statusFilter === 'FAILED' ? this.#failed : this.#open;
        const isKept = statusFilter === 'FAILED' || statusFilter === 'RUNNING';
        const found = isKept ? [...(all.get(stateMachineArn) ?? [])].reverse() : [];
        return {
          executions: found.slice(start, end).map(([name, { startDate }]) => ({
            executionArn: executionArn(stateMachineArn, name),
            stateMachineArn,
            name,
            status: statusFilter,
            startDate,
          })),
          ...(end < found.length ? { nextToken: String(end) } : {}),
        };
      },
      describeExecution: async ({ executionArn: arn = '' }) => {
        this.#iam.require(callerRoleArn, 'states:DescribeExecution', arn);
        for (const [stateMachineArn, open] of this.#open) {
          for (const [name, { input }] of open) {
            if (executionArn(stateMachineArn, name) === arn) return { input: JSON.stringify(input) };
          }
        }
        throw Object.assign(new Error(`Execution Does Not Exist: '${arn}'`), {
          name: 'ExecutionDoesNotExist',
        });
      },
    };
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
    const machine = this.#machines.get(stateMachineArn);
    if (!machine) throw new TemplateNotUnderstood('the hub', `${stateMachineArn}, which it does not hold`);
    const key = `${stateMachineArn} ${name}`;
    if (this.#names.has(key)) return undefined;
    this.#names.add(key);
    const one = { input, startDate: new Date() };
    const open = this.#open.get(stateMachineArn) ?? new Map<string, Running>();
    this.#open.set(stateMachineArn, open.set(name, one));
    return runExecution(machine, name, input, this.#tokens)
      .catch((error: unknown) => {
        const failed = this.#failed.get(stateMachineArn) ?? new Map<string, Running>();
        this.#failed.set(stateMachineArn, failed.set(name, one));
        throw error;
      })
      .finally(() => open.delete(name));
  }

  /** Answers, for a caller, the Task that waits for a token. */
  answer =
    (callerRoleArn: string): AnswerTask =>
    async (token, published) => {
      const asking = this.#tokens.find(token);
      if (!asking) return 'waits-no-longer';
      this.#iam.require(callerRoleArn, 'states:SendTaskSuccess', asking.stateMachineArn);
      // Also of a mail that came too late for its execution: people have read it.
      this.#witness.published(asking.execution, published);
      return this.#tokens.answer(token, published) ? 'answered' : 'waits-no-longer';
    };
}
