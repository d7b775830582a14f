import * as z from 'zod';
import type { Template } from '../../../local/template/template.ts';
import { resourcesOf } from '../synthesize.ts';

const Join = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) });
const Definition = z.object({
  StartAt: z.string(),
  TimeoutSeconds: z.number(),
  States: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** Replaces a function's ARN or a queue's URL by `<its construct>`. */
const print = (part: unknown): string => {
  if (typeof part === 'string') return part;
  const text = JSON.stringify(part);
  if (text === '{"Ref":"AWS::Partition"}') return 'aws';
  return `<${/"(?:(\w+)Function|(\w+Queue))/.exec(text)?.slice(1).join('')}>`;
};

/** A state machine of the hub, by the id of its construct: its properties, and its definition with readable ARNs. */
export const machineOf = (hub: Template, construct: string) => {
  const found = resourcesOf(hub, 'AWS::StepFunctions::StateMachine').find(([id]) => id.startsWith(construct));
  if (!found) throw new Error(`no state machine ${construct}`);
  const { Properties: properties } = found[1];
  const text = Join.parse(properties.DefinitionString)['Fn::Join'][1].map(print).join('');
  return { properties, text, definition: Definition.parse(JSON.parse(text)) };
};
