import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import * as z from 'zod';
import { isObject, type JsonObject } from '../../infra/json.ts';

/** Its content is validated by the interpreter, which knows the Amazon States Language. */
export const Definition = z.custom<StateMachineDefinition>(
  (value) => isObject(value) && isObject(value.States),
);

/** Reads a state machine's definition. */
export const parseDefinition = (text: string): StateMachineDefinition => Definition.parse(JSON.parse(text));

/** What a Task state does, and for how long at most: what the interpreter allows where the definition does not say. */
export type Task = { readonly resource: string; readonly timeoutSeconds: number };
const TIMEOUT_S = 60;

/** Every Task state by name: also those inside of a Map or Parallel. */
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
