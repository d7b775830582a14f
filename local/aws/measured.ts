import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { isObject, type JsonObject } from '../../infra/json.ts';
import { Definition } from './definition.ts';

/** The Resource of the Tasks that `measured` puts in: they answer what they get. */
export const MEASUREMENT = 'arn:aws:states:::local:measure';

/** Fields that name a state to go to, and fields that hold others that do. */
const LEADS = new Set(['StartAt', 'Next', 'Default']);
const HOLDS = new Set(['Choices', 'Catch', 'ItemProcessor', 'Iterator', 'Branches']);

/** The name of the Task that measures what comes to a state. */
export const inputOf = (stateName: unknown): string => `the input of ${String(stateName)}`;

const measuredStates = (states: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(states).flatMap(([name, state]) => [
      [inputOf(name), { Type: 'Task', Resource: MEASUREMENT, Next: name }],
      [name, measuredPart(state)],
    ]),
  );

const measuredField = (field: string, value: unknown): unknown => {
  if (LEADS.has(field)) return inputOf(value);
  if (field === 'States' && isObject(value)) return measuredStates(value);
  return HOLDS.has(field) ? measuredPart(value) : value;
};

const measuredPart = (part: unknown): unknown => {
  if (Array.isArray(part)) return part.map(measuredPart);
  if (!isObject(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([field, value]) => [field, measuredField(field, value)]),
  );
};

/**
 * The definition with a Task of its own before every state, so that what comes to a state can be measured: what the
 * state before it gave, its ResultSelector, ResultPath and OutputPath applied, whatever its type.
 */
export const measured = (definition: StateMachineDefinition): StateMachineDefinition =>
  Definition.parse(measuredPart(definition));
