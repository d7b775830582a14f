import * as z from 'zod';
import type { AnswerTask } from '../../lambdas/aws/answer-task.ts';
import type { StartExecution } from '../../lambdas/aws/start-execution.ts';
import type { GracePeriodInput } from '../../lambdas/domain/grace-period.ts';
import { TaskTokenUnknown, TemplateNotUnderstood } from '../errors.ts';
import type { Iam } from '../iam/iam.ts';
import { resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import { limited, requireWithinLimit } from './data-limit.ts';
import { type Interpreter, interpreterOf, Json } from './interpreter.ts';
import { TaskTokens } from './task-tokens.ts';
import { type RunTask, type TaskServices, taskOf } from './tasks.ts';
import type { Witness } from './witness.ts';

const Properties = z.object({ DefinitionString: z.string(), RoleArn: z.string() });

type Known = {
  readonly arn: string;
  readonly interpreter: Interpreter;
  readonly tasks: ReadonlyMap<string, RunTask>;
};

export type StateMachinesProps = Omit<TaskServices, 'tokens'> & {
  readonly iam: Iam;
  readonly witness: Witness;
};

/** The embedded Step Functions: the synthesized definitions, interpreted. */
export class StateMachines {
  readonly #iam: Iam;
  readonly #witness: Witness;
  readonly #machines: ReadonlyMap<string, Known>;
  readonly #names = new Set<string>();
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
      this.#iam.require(callerRoleArn, 'states:StartExecution', stateMachineArn);
      const known = this.#machines.get(stateMachineArn);
      if (!known) throw new TemplateNotUnderstood('the hub', `${stateMachineArn}, which it does not hold`);
      const key = `${stateMachineArn} ${name}`;
      if (this.#names.has(key)) return;
      this.#names.add(key);
      void this.#run(known, name, input);
    };

  /** Answers, for a caller, the Task that waits for a token. */
  answer =
    (callerRoleArn: string): AnswerTask =>
    async (token, published) => {
      const asking = this.#tokens.find(token);
      if (!asking) throw new TaskTokenUnknown(token);
      this.#iam.require(callerRoleArn, 'states:SendTaskSuccess', asking.stateMachineArn);
      // Also of a mail that came too late for its execution: people have read it.
      this.#witness.published(asking.execution, published);
      return this.#tokens.answer(token, published) ? 'answered' : 'waits-no-longer';
    };

  async #run(
    { arn, interpreter: { machine, measurements }, tasks }: Known,
    name: string,
    input: GracePeriodInput,
  ): Promise<void> {
    const tokens = this.#tokens;
    // Step Functions counts the failures of the state in hand; the interpreter does not tell them.
    let current = { stateName: '', failures: 0 };
    const step = (stateName: string, task: RunTask) => async (event: unknown) => {
      if (current.stateName !== stateName) current = { stateName, failures: 0 };
      try {
        const answer = await task(limited(`the event of ${stateName}`, event), name);
        current.failures = 0;
        return Json.parse(limited(`the answer of ${stateName}`, answer));
      } catch (error) {
        current.failures += 1;
        throw error;
      }
    };
    const State = {
      get EnteredTime() {
        return new Date().toISOString();
      },
      get RetryCount() {
        return current.failures;
      },
    };
    const Task = {
      get Token() {
        return tokens.issue(arn, name);
      },
    };
    try {
      const output = await machine.run(Json.parse(limited('the input', input)), {
        overrides: {
          taskResourceLocalHandlers: {
            ...measurements,
            ...Object.fromEntries([...tasks].map(([stateName, task]) => [stateName, step(stateName, task)])),
          },
        },
        context: { State, Task, Execution: { Name: name } },
      }).result;
      requireWithinLimit('the output', JSON.stringify(output));
      this.#witness.succeeded(name);
    } catch (error) {
      this.#witness.failed(name, error);
    }
  }
}
