import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import type { Resource } from '../../../local/template/template.ts';
import { givenTwoAccounts } from '../given-configuration.ts';
import { expectStack, resourcesOf, synthesize } from '../synthesize.ts';

const hub = expectStack(synthesize(givenTwoAccounts()), 'TagEnforcement-Hub');

/** The one resource of the type whose logical id is this name and CDK's hash. */
const find = (type: string, name: string): [string, Resource] => {
  const [found, ...others] = resourcesOf(hub, type).filter(([id]) => id.replace(/[0-9A-F]{8}$/, '') === name);
  if (!found || others.length > 0) throw new Error(`${others.length} others of ${type} ${name}`);
  return found;
};
const arnOf = (name: string) => ({ 'Fn::GetAtt': [find('AWS::SQS::Queue', name)[0], 'Arn'] });
const queueOf = (name: string) => find('AWS::SQS::Queue', name)[1].Properties;

const Timeout = z.object({ Timeout: z.number() });
const timeoutOf = (construct: string): number =>
  Timeout.parse(find('AWS::Lambda::Function', `${construct}Function`)[1].Properties).Timeout;

const readerOf = (queue: string) => {
  const readers = resourcesOf(hub, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
  return readers.filter(
    ({ EventSourceArn }) => JSON.stringify(EventSourceArn) === JSON.stringify(arnOf(queue)),
  );
};
const reads = (construct: string, queue: string, settings: object) => [
  {
    EventSourceArn: arnOf(queue),
    FunctionName: { Ref: find('AWS::Lambda::Function', `${construct}Function`)[0] },
    ...settings,
  },
];
const inPart = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
const twoAtOnce = { ScalingConfig: { MaximumConcurrency: 2 } };

describe('events from the bus wait in a queue that moves them to its dead letters after five tries', () => {
  test.each([
    ['IntakeLaunchQueue', 60, {}],
    ['SessionsSessionQueue', 65, {}],
    ['DirectoryUserQueue', 5420, {}],
    ['CreationsCreationQueue', 140, {}],
    ['RemindersReminderQueue', 840, {}],
    // A later answer would be too late for the last mail.
    ['LookUpQuestionQueue', 180, { MessageRetentionPeriod: 1500 }],
    ['LookUpCreationQuestionQueue', 180, { MessageRetentionPeriod: 1500 }],
    // EC2 shows what is attached to a new instance some seconds after its launch.
    ['PropagateAttachmentQueue', 760, { DelaySeconds: 20 }],
  ])('%s, for %d seconds at a time', (name, VisibilityTimeout, others) => {
    expect(queueOf(name)).toEqual({
      SqsManagedSseEnabled: true,
      ...others,
      VisibilityTimeout,
      RedrivePolicy: { deadLetterTargetArn: arnOf(`${name}DeadLetters`), maxReceiveCount: 5 },
    });
    expect(queueOf(`${name}DeadLetters`)).toEqual({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
  });

  test.each([
    ['Intake', 'IntakeLaunchQueue'],
    ['Sessions', 'SessionsSessionQueue'],
    ['Directory', 'DirectoryUserQueue'],
    ['Creations', 'CreationsCreationQueue'],
  ])('%s has a rule that sends to %s, or to its dead-letter queue', (_, queue) => {
    expect(find('AWS::Events::Rule', `${queue}Rule`)[1].Properties).toMatchObject({
      EventBusName: { Ref: expect.stringMatching(/^Bus/) },
      Targets: [{ Arn: arnOf(queue), DeadLetterConfig: { Arn: arnOf(`${queue}DeadLetters`) } }],
    });
  });
});

describe('a queue is read', () => {
  test('by intake in batches that may fail in part, with a visibility of six timeouts', () => {
    expect(readerOf('IntakeLaunchQueue')).toEqual(
      reads('Intake', 'IntakeLaunchQueue', {
        BatchSize: 10,
        ...inPart,
        ScalingConfig: { MaximumConcurrency: 5 },
      }),
    );
    expect(timeoutOf('Intake')).toBe(10);
  });

  test('by sessions in large batches', () => {
    expect(readerOf('SessionsSessionQueue')).toEqual(
      reads('Sessions', 'SessionsSessionQueue', {
        BatchSize: 100,
        MaximumBatchingWindowInSeconds: 5,
        ...inPart,
        ...twoAtOnce,
      }),
    );
    expect(timeoutOf('Sessions')).toBe(10);
  });

  test('by propagate in batches that fill for less than a minute, and may fail in part', () => {
    expect(readerOf('PropagateAttachmentQueue')).toEqual(
      reads('Propagate', 'PropagateAttachmentQueue', {
        BatchSize: 20,
        MaximumBatchingWindowInSeconds: 40,
        ...inPart,
        ...twoAtOnce,
      }),
    );
    expect(timeoutOf('Propagate')).toBe(120);
  });

  test('by directory in batches that succeed or fail as a whole', () => {
    expect(readerOf('DirectoryUserQueue')).toEqual(
      reads('Directory', 'DirectoryUserQueue', {
        BatchSize: 100,
        MaximumBatchingWindowInSeconds: 20,
        ...twoAtOnce,
      }),
    );
    expect(timeoutOf('Directory')).toBe(900);
  });

  // Both kinds together make two calls a second: test/lambdas/look-up/handler.test.ts.
  test.each(['LookUpQuestionQueue', 'LookUpCreationQuestionQueue'])(
    'by two runs of look-up at once, one question each: %s',
    (queue) => {
      expect(readerOf(queue)).toEqual(reads('LookUp', queue, { BatchSize: 1, ...inPart, ...twoAtOnce }));
      expect(timeoutOf('LookUp')).toBe(30);
    },
  );

  test('by look-up not at all of creations, if they are off', () => {
    const off = expectStack(synthesize({ ...givenTwoAccounts(), creations: 'off' }), 'TagEnforcement-Hub');
    const ids = resourcesOf(off, 'AWS::SQS::Queue').map(([id]) => id);
    expect(ids.filter((id) => id.startsWith('LookUpCreation'))).toEqual([]);
  });

  // A flood waits in these, and takes two runs of the account's at once for each.
  test('by creations and reminders in large batches, which minutes fill', () => {
    expect(readerOf('CreationsCreationQueue')).toEqual(
      reads('Creations', 'CreationsCreationQueue', {
        BatchSize: 100,
        MaximumBatchingWindowInSeconds: 20,
        ...inPart,
        ...twoAtOnce,
      }),
    );
    expect(readerOf('RemindersReminderQueue')).toEqual(
      reads('Reminders', 'RemindersReminderQueue', {
        BatchSize: 500,
        MaximumBatchingWindowInSeconds: 120,
        ...inPart,
        ...twoAtOnce,
      }),
    );
    expect([timeoutOf('Creations'), timeoutOf('Reminders')]).toEqual([20, 120]);
  });

  test('by two runs of publish at once', () => {
    expect(readerOf('MailQueue')).toEqual(
      reads('Publish', 'MailQueue', { BatchSize: 10, ...inPart, ...twoAtOnce }),
    );
    expect(timeoutOf('Publish')).toBe(30);
  });
});

test('a mail is tried four times before its execution stops waiting, and never after', () => {
  const { VisibilityTimeout, MessageRetentionPeriod } = z
    .object({ VisibilityTimeout: z.number(), MessageRetentionPeriod: z.number() })
    .parse(queueOf('MailQueue'));
  const givesUp = 360;
  expect(3 * VisibilityTimeout + timeoutOf('Publish')).toBeLessThan(givesUp);
  expect(VisibilityTimeout).toBeGreaterThan(timeoutOf('Publish'));
  expect(MessageRetentionPeriod).toBe(givesUp);
  expect(queueOf('MailQueue')).not.toHaveProperty('RedrivePolicy');
});

test('directory also reads all users every hour', () => {
  const [, { Properties }] = find('AWS::Events::Rule', 'DirectoryHourly');
  expect(Properties).toEqual({
    Description: expect.any(String),
    ScheduleExpression: 'rate(1 hour)',
    State: 'ENABLED',
    Targets: [
      {
        Id: 'Target0',
        Arn: { 'Fn::GetAtt': [find('AWS::Lambda::Function', 'DirectoryFunction')[0], 'Arn'] },
        DeadLetterConfig: { Arn: arnOf('DirectoryUserQueueDeadLetters') },
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 3 },
      },
    ],
  });
});
