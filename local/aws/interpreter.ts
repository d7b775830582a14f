import { StateMachine } from 'aws-local-stepfunctions';
import { requireWithinLimit } from './data-limit.ts';
import { parseDefinition, type Task, tasksOf } from './definition.ts';
import { inputOf, MEASUREMENT, measured } from './measured.ts';

/** JSON, as the interpreter types it. */
export type Json = Parameters<StateMachine['run']>[0];

/** A state of a definition, and what came to it. */
export type Position = { readonly stateName: string; readonly input: Json };

/** A definition, ready to run. */
export type Interpreter = {
  readonly machine: StateMachine;
  /** Each Task of the definition, by its state's name. */
  readonly tasks: ReadonlyMap<string, Task>;
  /** What the Tasks do that measure what comes to each state. `entered` hears of the definition's own, not of inner ones. */
  readonly measurements: (entered: (position: Position) => void) => Record<string, (input: Json) => Json>;
};

const interpreters = new Map<string, Interpreter>();

const interpret = (text: string, startAt: string | undefined): Interpreter => {
  const definition = parseDefinition(text);
  const whole = measured(startAt === undefined ? definition : { ...definition, StartAt: startAt });
  const names = [...tasksOf(whole)].flatMap(([name, { resource }]) =>
    resource === MEASUREMENT ? [name] : [],
  );
  const own = new Map(Object.keys(definition.States).map((stateName) => [inputOf(stateName), stateName]));
  const measure =
    (what: string, entered: (position: Position) => void) =>
    (input: Json): Json => {
      const stateName = own.get(what);
      if (stateName !== undefined) entered({ stateName, input });
      requireWithinLimit(what, JSON.stringify(input));
      return input;
    };
  return {
    // What comes before the state that a redrive begins with leads nowhere then, which validation would refuse.
    machine: new StateMachine(whole, { validationOptions: { noValidate: startAt !== undefined } }),
    tasks: tasksOf(definition),
    measurements: (entered) => Object.fromEntries(names.map((name) => [name, measure(name, entered)])),
  };
};

/**
 * An interpreter holds no state between runs, and validating its definition takes longer than a day's run.
 *
 * @param startAt the state to begin with; left out: the definition's own
 */
export const interpreterOf = (text: string, startAt?: string): Interpreter => {
  const key = `${startAt ?? ''} ${text}`;
  const interpreter = interpreters.get(key) ?? interpret(text, startAt);
  interpreters.set(key, interpreter);
  return interpreter;
};
