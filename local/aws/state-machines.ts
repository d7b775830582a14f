import * as z from 'zod';
import type { AnswerTask } from '../../lambdas/aws/answer-task.ts';
import type { FailedExecutions } from '../../lambdas/aws/failed-executions.ts';
import type { OpenExecutions } from '../../lambdas/aws/open-executions.ts';
import type { StartBreakerNotice, StartExecution } from '../../lambdas/aws/start-execution.ts';
import { keyIn, mayBeAbout } from '../../lambdas/domain/grace-period/execution-name.ts';
import { GracePeriodInput } from '../../lambdas/domain/grace-period/input.ts';
import type { Open } from '../../lambdas/domain/sweep/covered.ts';
import { TemplateNotUnderstood } from '../errors.ts';
import type { Iam } from '../iam/iam.ts';
import { resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import { interpreterOf } from './interpreter.ts';
import { type Machine, runExecution } from './run-execution.ts';
import { TaskTokens } from './task-tokens.ts';
import { type TaskServices, taskOf } from './tasks.ts';
import type { Witness } from './witness.ts';

/** So long failed executions are asked for: lambdas/aws/failed-executions.ts. */
const DAY_MS = 24 * 3_600_000;

const Properties = z.object({ DefinitionString: z.string(), RoleArn: z.string() });

export type StateMachinesProps = Omit<TaskServices, 'tokens'> & {
  readonly iam: Iam;
  readonly witness: Witness;
};

/** The embedded Step Functions: the synthesized definitions, interpreted. */
export class StateMachines {
  readonly #iam: Iam;
  readonly #witness: Witness;
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #names = new Set<string>();
  /** Inputs of the executions that run, by state machine, then by name. */
  readonly #open = new Map<string, Map<string, unknown>>();
  /** The executions that failed, by state machine: their names, and when they began. */
  readonly #failed = new Map<string, { readonly name: string; readonly began: number }[]>();
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

  /** The launches whose executions failed, for a caller. */
  failedExecutions =
    (callerRoleArn: string) =>
    (stateMachineArn: string): FailedExecutions =>
    async (accountId, regions) => {
      this.#iam.require(callerRoleArn, 'states:ListExecutions', stateMachineArn);
      return (this.#failed.get(stateMachineArn) ?? []).flatMap(({ name, began }) => {
        if (!/-launch-\d+$/.test(name) || Date.now() - began >= DAY_MS) return [];
        return regions.flatMap((region) => {
          const key = keyIn(name, accountId, region);
          return key ? [{ region, key, instanceIds: [] }] : [];
        });
      });
    };

  /** The launches whose executions are open, for a caller. */
  openExecutions =
    (callerRoleArn: string) =>
    (stateMachineArn: string): OpenExecutions =>
    async (accountId, regions, told) => {
      this.#iam.require(callerRoleArn, 'states:ListExecutions', stateMachineArn);
      const found: Open[] = [];
      for (const [name, input] of this.#open.get(stateMachineArn) ?? []) {
        if (!regions.some((region) => mayBeAbout(name, accountId, region))) continue;
        const named = regions.flatMap((region) => {
          const key = told === 'keys' ? keyIn(name, accountId, region) : null;
          return key ? [{ region, key, instanceIds: [] }] : [];
        });
        found.push(...named);
        if (named.length > 0) continue;
        const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
        this.#iam.require(callerRoleArn, 'states:DescribeExecution', executionArn);
        const { launch } = z.parse(GracePeriodInput, input);
        if (launch.accountId === accountId && regions.includes(launch.region)) found.push(launch);
      }
      return found;
    };

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
    const open = this.#open.get(stateMachineArn) ?? new Map<string, unknown>();
    this.#open.set(stateMachineArn, open.set(name, input));
    const began = Date.now();
    return runExecution(machine, name, input, this.#tokens)
      .catch((error: unknown) => {
        this.#failed.set(stateMachineArn, [...(this.#failed.get(stateMachineArn) ?? []), { name, began }]);
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
