import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import * as z from 'zod';
import { isObject, type JsonObject } from '../json.ts';

/** Its content is validated by the interpreter, which knows the Amazon States Language. */
export const Definition = z.custom<StateMachineDefinition>(
  (value) => isObject(value) && isObject(value.States),
);

/** Reads a state machine's definition. */
export const parseDefinition = (text: string): StateMachineDefinition => Definition.parse(JSON.parse(text));

/** Every Task state by name, with its Resource: also those inside of a Map or Parallel. */
export const tasksOf = (definition: unknown): Map<string, string> => {
  const tasks = new Map<string, string>();
  const visit = (value: unknown): void => {
    if (!isObject(value) || !isObject(value.States)) return;
    for (const [name, state] of Object.entries(value.States)) {
      if (!isObject(state)) continue;
      if (state.Type === 'Task') tasks.set(name, String(state.Resource));
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
