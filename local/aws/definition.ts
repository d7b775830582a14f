import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import * as z from 'zod';
import { isObject, type JsonObject } from '../../infra/json.ts';

/** A test validates the definition's content with the interpreter, which knows the Amazon States Language. */
const Definition = z.custom<StateMachineDefinition>((value) => isObject(value) && isObject(value.States));

/** Reads a state machine's definition. */
export const parseDefinition = (text: string): StateMachineDefinition => Definition.parse(JSON.parse(text));

/** What a Task state calls, and its timeout: the interpreter's own if the definition sets none. */
export type Task = { readonly resource: string; readonly timeoutSeconds: number };
const TIMEOUT_S = 60;

/** Every Task state by name, including those inside a Map or Parallel. */
export const tasksOf = (definition: unknown): Map<string, Task> => {
  const tasks = new Map<string, Task>();
  const visit = (value: unknown): void => {
    if (!isObject(value) || !isObject(value.States)) return;
    for (const [name, state] of Object.entries(value.States)) {
      if (!isObject(state)) continue;
      if (state.Type === 'Task') {
        const timeoutSeconds = Number(state.TimeoutSeconds ?? TIMEOUT_S);
        tasks.set(name, { resource: String(state.Resource), timeoutSeconds });
      }
      for (const inner of nested(state)) visit(inner);
    }
  };
  visit(definition);
  return tasks;
};

const nested = ({ ItemProcessor, Iterator: items, Branches }: JsonObject): unknown[] => [
  ItemProcessor,
  items,
  ...(Array.isArray(Branches) ? Branches : []),
];

/** The Resource of the Tasks that `measured` inserts. They return their input. */
export const MEASUREMENT = 'arn:aws:states:::local:measure';

/** The name that a state has behind the Task that measures its input. That Task has the state's own name. */
export const behindMeasurement = (stateName: string): string => `${stateName}, measured`;

/** Fields of a state that contain other states. */
const INNER = new Set(['ItemProcessor', 'Iterator', 'Branches']);

const measuredState = (state: unknown): JsonObject =>
  Object.fromEntries(
    Object.entries(isObject(state) ? state : {}).map(([field, value]) => [
      field,
      INNER.has(field) ? measuredPart(value) : value,
    ]),
  );

const measuredStates = (states: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(states).flatMap(([name, state]): [string, unknown][] => {
      const own = measuredState(state);
      // A Choice passes on its input, which the next state measures.
      if (own.Type === 'Choice') return [[name, own]];
      const behind = behindMeasurement(name);
      return [
        [name, { Type: 'Task', Resource: MEASUREMENT, Next: behind }],
        [behind, own],
      ];
    }),
  );

const measuredPart = (part: unknown): unknown => {
  if (Array.isArray(part)) return part.map(measuredPart);
  return isObject(part) && isObject(part.States) ? { ...part, States: measuredStates(part.States) } : part;
};

/**
 * Inserts a Task before every state but a Choice, to measure the state's input: the output of the previous state, of any type, after
 * its ResultSelector, ResultPath and OutputPath.
 */
export const measured = (definition: StateMachineDefinition): StateMachineDefinition =>
  Definition.parse(measuredPart(definition));
