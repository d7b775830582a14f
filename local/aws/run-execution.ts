import { limited, requireWithinLimit } from './data-limit.ts';
import { type Interpreter, Json } from './interpreter.ts';
import type { TaskTokens } from './task-tokens.ts';
import type { RunTask } from './tasks.ts';

/** A synthesized state machine, ready to run. */
export type Machine = {
  readonly arn: string;
  readonly interpreter: Interpreter;
  readonly tasks: ReadonlyMap<string, RunTask>;
};

/** Runs an execution to its end, and throws what it fails for. */
export const runExecution = async (
  { arn, interpreter: { machine, measurements }, tasks }: Machine,
  name: string,
  input: unknown,
  tokens: TaskTokens,
): Promise<void> => {
  // Step Functions counts the retries of the state in hand; the interpreter does not tell them. Counted as each run begins:
  // one that timed out ends unseen, or too late.
  let current = { stateName: '', runs: 0 };
  const step = (stateName: string, task: RunTask) => async (event: unknown) => {
    current = { stateName, runs: current.stateName === stateName ? current.runs + 1 : 1 };
    const own = current;
    const answer = await task(limited(`the event of ${stateName}`, event), name);
    if (current === own) current = { stateName: '', runs: 0 };
    return Json.parse(limited(`the answer of ${stateName}`, answer));
  };
  const State = {
    get EnteredTime() {
      return new Date().toISOString();
    },
    get RetryCount() {
      return current.runs;
    },
  };
  const Task = {
    get Token() {
      return tokens.issue(arn, name);
    },
  };
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
};
