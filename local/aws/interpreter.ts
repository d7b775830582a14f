import { StateMachine } from 'aws-local-stepfunctions';
import { DataLimitExceeded } from '../errors.ts';
import { MEASUREMENT, measured, parseDefinition, type Task, tasksOf } from './definition.ts';

/** JSON, as the interpreter types it. */
type Json = Parameters<StateMachine['run']>[0];

/** Bytes of UTF-8. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MAX_STATE_BYTES = 262_144;

/**
 * Measures JSON as Step Functions does.
 *
 * @param what names the value in the error
 * @throws DataLimitExceeded
 */
export const requireWithinLimit = (what: string, json: string): void => {
  const bytes = Buffer.byteLength(json);
  if (bytes > MAX_STATE_BYTES) throw new DataLimitExceeded(what, bytes);
};

/**
 * A value as Step Functions passes it on: as JSON.
 *
 * @throws DataLimitExceeded
 */
export const limited = (what: string, value: unknown): Json => {
  const json = JSON.stringify(value);
  requireWithinLimit(what, json);
  // JSON.parse returns nothing but JSON. Checking it again would take longer than everything else.
  const read: Json = JSON.parse(json);
  return read;
};

/** A state of a definition, and its input. */
export type Position = { readonly stateName: string; readonly input: Json };

/** A definition, ready to run. */
export type Interpreter = {
  readonly machine: StateMachine;
  /** Each Task of the definition, by its state's name. */
  readonly tasks: ReadonlyMap<string, Task>;
  /** The handlers of the inserted Tasks, which measure a state's input. `entered` is called for top-level states only. */
  readonly measurements: (entered: (position: Position) => void) => Record<string, (input: Json) => Json>;
};

const interpreters = new Map<string, Interpreter>();

const interpret = (text: string, startAt: string | undefined): Interpreter => {
  const definition = parseDefinition(text);
  const whole = measured(startAt === undefined ? definition : { ...definition, StartAt: startAt });
  const names = [...tasksOf(whole)].flatMap(([name, { resource }]) =>
    resource === MEASUREMENT ? [name] : [],
  );
  const measure =
    (stateName: string, entered: (position: Position) => void) =>
    (input: Json): Json => {
      if (stateName in definition.States) entered({ stateName, input });
      requireWithinLimit(`the input of ${stateName}`, JSON.stringify(input));
      return input;
    };
  return {
    // A test validates the synthesized definitions. Validating here would take longer than playing a day.
    machine: new StateMachine(whole, { validationOptions: { noValidate: true } }),
    tasks: tasksOf(definition),
    measurements: (entered) => Object.fromEntries(names.map((name) => [name, measure(name, entered)])),
  };
};

/**
 * The interpreter of a definition. It is cached, since reading a definition is slow and a run leaves no state behind.
 *
 * @param startAt the state to begin with; if left out, the definition's StartAt
 */
export const interpreterOf = (text: string, startAt?: string): Interpreter => {
  const key = `${startAt ?? ''} ${text}`;
  const interpreter = interpreters.get(key) ?? interpret(text, startAt);
  interpreters.set(key, interpreter);
  return interpreter;
};
