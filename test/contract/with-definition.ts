import type { Stack } from '../../local/template/template.ts';
import { STACKS } from './stacks.ts';

/** Replaces the definition of each state machine in the stacks. */
export const withDefinition = (definition: object): Stack[] =>
  STACKS.map((stack) => {
    const DefinitionString = JSON.stringify(definition);
    const resources = Object.entries(stack.template.Resources).map(([id, resource]) => {
      if (resource.Type !== 'AWS::StepFunctions::StateMachine') return [id, resource];
      return [id, { ...resource, Properties: { ...resource.Properties, DefinitionString } }];
    });
    return { ...stack, template: { Resources: Object.fromEntries(resources) } };
  });
