import { StateMachine } from 'aws-local-stepfunctions';
import * as z from 'zod';
import { requireWithinLimit } from './data-limit.ts';
import { parseDefinition, type Task, tasksOf } from './definition.ts';
import { MEASUREMENT, measured } from './measured.ts';

/** JSON, as the interpreter types it. */
export type Json = Parameters<StateMachine['run']>[0];
export const Json: z.ZodType<Json> = z.json();

/** A definition, ready to run. */
export type Interpreter = {
  readonly machine: StateMachine;
  /** Each Task of the definition, by its state's name. */
  readonly tasks: ReadonlyMap<string, Task>;
  /** What the Tasks do that measure what comes to each state. */
  readonly measurements: Readonly<Record<string, (input: Json) => Json>>;
};

const interpreters = new Map<string, Interpreter>();

const interpret = (text: string): Interpreter => {
  const definition = parseDefinition(text);
  const whole = measured(definition);
  const names = [...tasksOf(whole)].flatMap(([name, { resource }]) =>
    resource === MEASUREMENT ? [name] : [],
  );
  const measure = (what: string) => (input: Json) => {
    requireWithinLimit(what, JSON.stringify(input));
    return input;
  };
  return {
    machine: new StateMachine(whole),
    tasks: tasksOf(definition),
    measurements: Object.fromEntries(names.map((name) => [name, measure(name)])),
  };
};

/** An interpreter holds no state between runs, and validating its definition takes longer than a day's run. */
export const interpreterOf = (text: string): Interpreter => {
  const interpreter = interpreters.get(text) ?? interpret(text);
  interpreters.set(text, interpreter);
  return interpreter;
};
