import { behindMeasurement } from './definition.ts';
import { interpreterOf, limited, type Position, requireWithinLimit } from './interpreter.ts';
import type { TaskTokens } from './task-tokens.ts';
import type { RunTask } from './tasks.ts';

/** A synthesized state machine, ready to run. */
export type Machine = {
  readonly arn: string;
  readonly definition: string;
  readonly tasks: ReadonlyMap<string, RunTask>;
};

/** How an execution starts: at its first state, or redriven from the state that it had reached. */
export type Beginning = {
  readonly name: string;
  /** The execution's input, also if it is redriven. */
  readonly input: unknown;
  readonly from?: Position | undefined;
  readonly redrives?: number;
};

/** A run of an execution. */
export type Running = {
  /** Resolves when the execution succeeds, and rejects with the error that it fails with. */
  readonly result: Promise<void>;
  /** Stops it like StopExecution. Calls that its Tasks have begun go on. */
  readonly stop: () => void;
  /** The state that it is in, or ended in. */
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
  // Step Functions provides the current state's number of retries; the interpreter does not. They are counted when a run
  // begins, since a run that timed out may end too late or not at all.
  let current = { stateName: '', runs: 0 };
  const step = (stateName: string, task: RunTask) => async (event: unknown) => {
    current = { stateName, runs: current.stateName === stateName ? current.runs + 1 : 1 };
    const own = current;
    requireWithinLimit(`the event of ${stateName}`, JSON.stringify(event));
    const answer = await task(event, name);
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
        ...Object.fromEntries(
          [...tasks].map(([stateName, task]) => [behindMeasurement(stateName), step(stateName, task)]),
        ),
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
