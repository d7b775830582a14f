import * as z from 'zod';
import type { StartExecution } from '../../lambdas/aws/start-execution.ts';
import type { GracePeriodInput } from '../../lambdas/domain/grace-period.ts';
import { FunctionFailed, TemplateNotUnderstood } from '../errors.ts';
import type { Iam } from '../iam/iam.ts';
import { resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import { limited, requireWithinLimit } from './data-limit.ts';
import type { Functions } from './functions.ts';
import { type Interpreter, interpreterOf, Json } from './interpreter.ts';
import type { Topics } from './topics.ts';
import type { Witness } from './witness.ts';

const Properties = z.object({ DefinitionString: z.string(), RoleArn: z.string() });

type Task = (input: unknown, execution: string) => Promise<unknown>;

type Known = { readonly interpreter: Interpreter; readonly tasks: ReadonlyMap<string, Task> };

export type StateMachinesProps = {
  readonly iam: Iam;
  readonly functions: Pick<Functions, 'nameOf' | 'invoke'>;
  readonly topics: Topics;
  readonly witness: Witness;
};

/** The embedded Step Functions: the synthesized definitions, interpreted. */
export class StateMachines {
  readonly #props: StateMachinesProps;
  readonly #machines: ReadonlyMap<string, Known>;
  readonly #names = new Set<string>();

  constructor(stacks: readonly Stack[], props: StateMachinesProps) {
    this.#props = props;
    this.#machines = new Map(
      resourcesOf(stacks, 'AWS::StepFunctions::StateMachine', Properties).map(({ arn, properties }) => {
        const interpreter = interpreterOf(properties.DefinitionString);
        const tasks = [...interpreter.resources].map(
          ([name, resource]) => [name, this.#task(resource, properties.RoleArn)] as const,
        );
        return [arn, { interpreter, tasks: new Map(tasks) }];
      }),
    );
  }

  /** Starts executions for a caller. One of a name that is taken is not started again. */
  start =
    (callerRoleArn: string) =>
    (stateMachineArn: string): StartExecution =>
    async (name, input) => {
      this.#props.iam.require(callerRoleArn, 'states:StartExecution', stateMachineArn);
      const known = this.#machines.get(stateMachineArn);
      if (!known) throw new TemplateNotUnderstood('the hub', `${stateMachineArn}, which it does not hold`);
      const key = `${stateMachineArn} ${name}`;
      if (this.#names.has(key)) return;
      this.#names.add(key);
      void this.#run(known, name, input);
    };

  #task(resource: string, roleArn: string): Task {
    const { iam, functions, topics, witness } = this.#props;
    if (resource === 'arn:aws:states:::sns:publish') {
      return async (input, execution) => {
        const { publication, messageId } = topics.publish(input);
        iam.require(roleArn, 'sns:Publish', publication.TopicArn);
        witness.published(execution, publication);
        return { MessageId: messageId };
      };
    }
    const name = functions.nameOf(resource);
    if (!name) throw new TemplateNotUnderstood('the hub', `a Task with the Resource ${resource}`);
    return async (input, execution) => {
      iam.require(roleArn, 'lambda:InvokeFunction', resource);
      const answer = await functions.invoke(resource, input).catch((error: unknown) => {
        throw new FunctionFailed(error);
      });
      if (name === 'notice') witness.noticed(execution, input, answer);
      return answer;
    };
  }

  async #run(
    { interpreter: { machine, measurements }, tasks }: Known,
    name: string,
    input: GracePeriodInput,
  ): Promise<void> {
    // Step Functions counts the failures of the state in hand; the interpreter does not tell them.
    let current = { stateName: '', failures: 0 };
    const step = (stateName: string, task: Task) => async (event: unknown) => {
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
    try {
      const output = await machine.run(Json.parse(limited('the input', input)), {
        overrides: {
          taskResourceLocalHandlers: {
            ...measurements,
            ...Object.fromEntries([...tasks].map(([stateName, task]) => [stateName, step(stateName, task)])),
          },
        },
        context: { State, Execution: { Name: name } },
      }).result;
      requireWithinLimit('the output', JSON.stringify(output));
      this.#props.witness.succeeded(name);
    } catch (error) {
      this.#props.witness.failed(name, error);
    }
  }
}
