import { expect, test } from '@jest/globals';
import { FUNCTION_NAMES } from '../../infra/names.ts';
import { givenTwoAccounts } from './given-configuration.ts';
import { resourcesOf, synthesize } from './synthesize.ts';

const stacks = [...synthesize(givenTwoAccounts())];
const all = (type: string) =>
  stacks.flatMap(([stack, template]) =>
    resourcesOf(template, type).map(([id, resource]) => ({ id: `${stack}/${id}`, resource, ...resource })),
  );

test('every function runs Node 24 on arm64, is traced, and has its own log group', () => {
  const functions = all('AWS::Lambda::Function');
  expect(functions).toHaveLength(FUNCTION_NAMES.length);
  for (const { Properties } of functions) {
    expect(Properties).toMatchObject({
      Architectures: ['arm64'],
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogGroup: { Ref: expect.any(String) } },
    });
  }
  expect(new Set(functions.map(({ Properties }) => JSON.stringify(Properties.LoggingConfig))).size).toBe(
    FUNCTION_NAMES.length,
  );
  expect(new Set(functions.map(({ Properties }) => JSON.stringify(Properties.Code))).size).toBe(
    FUNCTION_NAMES.length,
  );
});

test('every log group keeps a year, and is retained when its stack is deleted', () => {
  const groups = all('AWS::Logs::LogGroup');
  // The others are those of the state machines.
  expect(groups).toHaveLength(FUNCTION_NAMES.length + 4);
  for (const { resource } of groups) {
    expect(resource).toMatchObject({ DeletionPolicy: 'Retain', Properties: { RetentionInDays: 365 } });
  }
});

test('every queue is encrypted, and is or has a dead-letter queue, but for that of mails, which executions record', () => {
  const queues = all('AWS::SQS::Queue');
  for (const { Properties } of queues) expect(Properties.SqsManagedSseEnabled).toBe(true);
  const alone = queues.filter(
    ({ id, Properties }) => !id.includes('DeadLetters') && Properties.RedrivePolicy === undefined,
  );
  expect(alone.map(({ id }) => id)).toEqual([expect.stringMatching(/^TagEnforcement-Hub\/MailQueue/)]);
  // The hub's eight with their dead letters, the queue of mails, two schedules', four for each of three Regions, one for
  // the sessions of each of two others, one for the services without Regions, and the gateway's.
  expect(queues).toHaveLength(2 * 8 + 3 + 3 * 4 + 2 + 1 + 1);
});

test('every target of every rule has a dead-letter queue', () => {
  const rules = all('AWS::Events::Rule');
  expect(rules).toHaveLength(11 + 3 * 4 + 2 + 1 + 1);
  for (const { Properties } of rules) {
    expect(Properties.Targets).toEqual([
      expect.objectContaining({ DeadLetterConfig: { Arn: { 'Fn::GetAtt': expect.any(Array) } } }),
    ]);
  }
});

test('every queue, topic and bucket refuses access without TLS', () => {
  for (const type of ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy', 'AWS::S3::BucketPolicy']) {
    const policies = all(type);
    expect(policies.length).toBeGreaterThan(0);
    for (const { Properties } of policies) {
      expect(Properties.PolicyDocument).toMatchObject({
        Statement: expect.arrayContaining([
          expect.objectContaining({
            Effect: 'Deny',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      });
    }
  }
  expect(all('AWS::SQS::QueuePolicy')).toHaveLength(all('AWS::SQS::Queue').length);
  expect(all('AWS::SNS::TopicPolicy')).toHaveLength(all('AWS::SNS::Topic').length);
});
