import { StateMachine } from 'aws-local-stepfunctions';
import * as z from 'zod';
import type { StartExecution } from '../../lambdas/aws/start-execution.ts';
import type { GracePeriodInput } from '../../lambdas/domain/grace-period.ts';
import { DataLimitExceeded, FunctionFailed, TemplateNotUnderstood } from '../errors.ts';
import type { Iam } from '../iam/iam.ts';
import { resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import { parseDefinition, tasksOf } from './definition.ts';
import type { Functions } from './functions.ts';
import type { Topics } from './topics.ts';
import type { Witness } from './witness.ts';

const Properties = z.object({ DefinitionString: z.string(), RoleArn: z.string() });

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const LARGEST_STATE = 262_144;

/** JSON, as the interpreter types it. */
type Json = Parameters<StateMachine['run']>[0];
const Json: z.ZodType<Json> = z.json();

type Task = (input: unknown, execution: string) => Promise<unknown>;

type Known = { readonly machine: StateMachine; readonly tasks: ReadonlyMap<string, Task> };

export type StateMachinesProps = {
  readonly iam: Iam;
  readonly functions: Pick<Functions, 'nameOf' | 'invoke'>;
  readonly topics: Topics;
  readonly witness: Witness;
};

const machines = new Map<string, StateMachine>();

/** An interpreter holds no state between runs, and validating its definition takes longer than a day's run. */
const machineOf = (definition: string): StateMachine => {
  const machine = machines.get(definition) ?? new StateMachine(parseDefinition(definition));
  machines.set(definition, machine);
  return machine;
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
        const definition = parseDefinition(properties.DefinitionString);
        const tasks = [...tasksOf(definition)].map(
          ([name, resource]) => [name, this.#task(resource, properties.RoleArn)] as const,
        );
        return [arn, { machine: machineOf(properties.DefinitionString), tasks: new Map(tasks) }];
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

  async #run({ machine, tasks }: Known, name: string, input: GracePeriodInput): Promise<void> {
    // Step Functions counts the failures of the state in hand; the interpreter does not tell them.
    let current = { stateName: '', failures: 0 };
    const step = (stateName: string, task: Task) => async (event: unknown) => {
      if (current.stateName !== stateName) current = { stateName, failures: 0 };
      try {
        const answer = await task(limited(stateName, event), name);
        current.failures = 0;
        return Json.parse(limited(stateName, answer));
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
      await machine.run(Json.parse(limited('input', input)), {
        overrides: {
          taskResourceLocalHandlers: Object.fromEntries(
            [...tasks].map(([stateName, task]) => [stateName, step(stateName, task)]),
          ),
        },
        context: { State, Execution: { Name: name } },
      }).result;
      this.#props.witness.succeeded(name);
    } catch (error) {
      this.#props.witness.failed(name, error);
    }
  }
}

const limited = (stateName: string, value: unknown): unknown => {
  const text = JSON.stringify(value);
  if (text.length > LARGEST_STATE) throw new DataLimitExceeded(stateName, text.length);
  return JSON.parse(text);
};
