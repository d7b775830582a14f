import { interpreterOf, limited, type Position, requireWithinLimit } from './interpreter.ts';
import type { TaskTokens } from './task-tokens.ts';
import type { RunTask } from './tasks.ts';

/** A synthesized state machine, ready to run. */
export type Machine = {
  readonly arn: string;
  readonly definition: string;
  readonly tasks: ReadonlyMap<string, RunTask>;
};

/** How an execution begins: at its beginning, or redriven, at the state that it came to. */
export type Beginning = {
  readonly name: string;
  /** Of the execution, whatever state it begins with. */
  readonly input: unknown;
  readonly from?: Position | undefined;
  readonly redrives?: number;
};

/** A run of an execution. */
export type Running = {
  /** Its end: throws what it fails for. */
  readonly result: Promise<void>;
  /** As StopExecution ends it: what its Tasks have begun goes on. */
  readonly stop: () => void;
  /** Where it is, or came to its end. */
  readonly position: () => Position | undefined;
};

/** Runs an execution. */
export const runExecution = (
  { arn, definition, tasks }: Machine,
  { name, input, from, redrives = 0 }: Beginning,
  tokens: TaskTokens,
): Running => {
  const { machine, measurements } = interpreterOf(definition, from?.stateName);
  let position = from;
  // Step Functions counts the retries of the state in hand; the interpreter does not tell them. Counted as each run begins:
  // one that timed out ends unseen, or too late.
  let current = { stateName: '', runs: 0 };
  const step = (stateName: string, task: RunTask) => async (event: unknown) => {
    current = { stateName, runs: current.stateName === stateName ? current.runs + 1 : 1 };
    const own = current;
    const answer = await task(limited(`the event of ${stateName}`, event), name);
    if (current === own) current = { stateName: '', runs: 0 };
    return limited(`the answer of ${stateName}`, answer);
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
  const run = machine.run(from?.input ?? limited('the input', input), {
    overrides: {
      taskResourceLocalHandlers: {
        ...measurements((entered) => {
          position = entered;
        }),
        ...Object.fromEntries([...tasks].map(([stateName, task]) => [stateName, step(stateName, task)])),
      },
    },
    context: { State, Task, Execution: { Name: name, RedriveCount: redrives } },
  });
  return {
    result: run.result.then((output) => requireWithinLimit('the output', JSON.stringify(output))),
    stop: run.abort,
    position: () => position,
  };
};
