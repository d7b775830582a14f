import { expect, test } from '@jest/globals';
import { examineStack } from '../../../cli/doctor/examine-stack.ts';
import type { DeployedRule } from '../../../cli/doctor/reader.ts';
import { aReader } from './a-reader.ts';

const pattern = { source: ['aws.ec2'] };
const stack = {
  name: 'TagEnforcement-Hub',
  accountId: '652235167018',
  region: 'us-west-2',
  template: {
    Resources: {
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'tag-enforcement' } },
      OnBus: {
        Type: 'AWS::Events::Rule',
        Properties: { EventPattern: pattern, EventBusName: { Ref: 'Bus' } },
      },
      OnDefault: { Type: 'AWS::Events::Rule', Properties: { EventPattern: pattern } },
      Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
      DeadLetters: { Type: 'AWS::SQS::Queue', Properties: {} },
    },
  },
};
const physicalIds = new Map([
  ['Bus', 'tag-enforcement'],
  ['OnBus', 'tag-enforcement|a-rule'],
  ['OnDefault', 'another-rule'],
  ['DeadLetters', 'https://sqs/dead'],
]);

test('each resource is read by its physical id', async () => {
  const asked: unknown[] = [];
  const rule = async (...of: readonly unknown[]): Promise<DeployedRule> => {
    asked.push(of);
    return { state: 'ENABLED', pattern, schedule: null };
  };
  const diagnoses = await examineStack(
    stack,
    aReader([stack], {
      stack: async () => ({ status: 'CREATE_COMPLETE', template: stack.template, physicalIds }),
      rule,
      messages: async (url) => {
        asked.push(url);
        return 0;
      },
    }),
    true,
  );
  expect(asked).toEqual([['a-rule', 'tag-enforcement'], ['another-rule', null], 'https://sqs/dead']);
  expect(diagnoses.map(({ is }) => is)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
});

test('trails are read only if a rule needs their events', async () => {
  const trails = async () => [];
  const { OnDefault: _, ...others } = stack.template.Resources;
  const silent = { ...stack, template: { Resources: others } };
  const failures = async (of: typeof stack | typeof silent) =>
    (await examineStack(of, aReader([of], { trails }), true)).filter(({ is }) => is === 'failed');
  expect(await failures(silent)).toEqual([]);
  expect(await failures(stack)).toEqual([{ is: 'failed', says: expect.stringContaining('no trail') }]);
});
