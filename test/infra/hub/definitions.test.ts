import { expect, test } from '@jest/globals';
import { StateMachine } from 'aws-local-stepfunctions';
import * as z from 'zod';
import { parseConfiguration } from '../../../infra/config/parse-configuration.ts';
import { measured, parseDefinition } from '../../../local/aws/definition.ts';
import { resourcesOf } from '../../../local/template/resources.ts';
import { synthesize } from '../../templates/synthesize.ts';
import { givenLeast, givenTwoAccounts } from '../given-configuration.ts';

const Properties = z.object({ StateMachineName: z.string(), DefinitionString: z.string() });

/** Each definition once: another configuration may change nothing in it. */
const definitions = new Map(
  [givenLeast(), givenTwoAccounts()]
    .flatMap((configuration) =>
      resourcesOf(
        synthesize(parseConfiguration(configuration)),
        'AWS::StepFunctions::StateMachine',
        Properties,
      ),
    )
    .map(({ properties: { StateMachineName, DefinitionString } }) => [DefinitionString, StateMachineName]),
);

// The embedded Step Functions relies on this test: it runs definitions without validating them.
test.each([...definitions].map(([text, name]) => [name, parseDefinition(text)] as const))(
  'the definition of %s is valid, as synthesized and as it is played',
  (_, definition) => {
    expect(() => new StateMachine(definition)).not.toThrow();
    expect(() => new StateMachine(measured(definition))).not.toThrow();
  },
);

test('a definition with a transition to a missing state is not', () => {
  expect(
    () => new StateMachine(parseDefinition('{"StartAt":"A","States":{"B":{"Type":"Succeed"}}}')),
  ).toThrow();
});
