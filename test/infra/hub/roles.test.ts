import { describe, expect, test } from '@jest/globals';
import { DRY, ENFORCED, GATEWAY, givenLeast, HUB } from '../given-configuration.ts';
import { expectRole, rolesOf } from '../policies.ts';
import { resourcesOf, synthesizeHub } from '../synthesize.ts';
import { allow, arnOf, hub, idOf } from './the-hub.ts';

/** Every function may write to its own log group, and trace. */
const common = (construct: string) => [
  allow(
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    [arnOf(idOf('AWS::Logs::LogGroup', `${construct}FunctionLogs`))],
  ),
  allow(['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], ['*']),
];

/** Permission to read queues. */
const read = (...queues: string[]) =>
  allow(
    [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
    ],
    queues.map((queue) => arnOf(idOf('AWS::SQS::Queue', queue))),
  );

/** Permission for these actions on items with these partition keys only. */
const items = (actions: string[], keys: string[]) =>
  allow(
    actions.map((action) => `dynamodb:${action}`),
    [arnOf(idOf('AWS::DynamoDB::Table', 'Table'))],
    { Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } } },
  );

const machine = { Ref: idOf('AWS::StepFunctions::StateMachine', 'GracePeriod') };
const breakerMachine = { Ref: idOf('AWS::StepFunctions::StateMachine', 'Breaker') };
const persons = `arn:aws:sns:us-west-2:${HUB}:tag-enforcement-person-*`;
const topics = resourcesOf(hub, 'AWS::SNS::Topic')
  .map(([id]) => id)
  .sort()
  .map((id) => ({ Ref: id }));

/** Permission to start executions, and to list and read the open ones. */
const begin = [
  allow(['states:ListExecutions', 'states:StartExecution'], [machine]),
  allow(
    ['states:DescribeExecution'],
    [`arn:aws:states:us-west-2:${HUB}:execution:tag-enforcement-GracePeriod:*`],
  ),
];
/** The same with the machine's name, for functions that the machine itself calls. */
const seeOpen = [
  allow(
    ['states:ListExecutions'],
    [`arn:aws:states:us-west-2:${HUB}:stateMachine:tag-enforcement-GracePeriod`],
  ),
  allow(
    ['states:DescribeExecution'],
    [`arn:aws:states:us-west-2:${HUB}:execution:tag-enforcement-GracePeriod:*`],
  ),
];
const readPause = allow(
  ['ssm:GetParameter'],
  [
    {
      'Fn::Join': [
        '',
        [`arn:aws:ssm:us-west-2:${HUB}:parameter`, { Ref: idOf('AWS::SSM::Parameter', 'Pause') }],
      ],
    },
  ],
);

const assume = (...roles: string[]) => allow(['sts:AssumeRole'], roles);

/** Permission to count grace periods as they begin, and to start the mails about those that are held. */
const countThem = (...more: string[]) => [
  items(['GetItem', 'PutItem'], ['breaker#*']),
  items(['PutItem', ...more], ['held-by#*']),
  allow(['states:StartExecution'], [breakerMachine]),
];

describe('a function may do exactly', () => {
  test.each([
    ['intake', [...common('Intake'), ...begin, ...countThem(), read('IntakeLaunchQueueE')]],
    [
      'check',
      [
        ...common('Check'),
        readPause,
        items(['GetItem'], ['breaker#*']),
        items(['Query'], ['held-by#*']),
        items(['Query'], ['user']),
        ...seeOpen,
        assume(
          `arn:aws:iam::${DRY}:role/tag-enforcement-read`,
          `arn:aws:iam::${ENFORCED}:role/tag-enforcement-read`,
        ),
      ],
    ],
    [
      'sweep',
      [
        ...common('Sweep'),
        assume(
          `arn:aws:iam::${DRY}:role/tag-enforcement-read`,
          `arn:aws:iam::${ENFORCED}:role/tag-enforcement-read`,
        ),
        ...begin,
        ...countThem('Query'),
        items(['GetItem'], ['stopped#*', 'held#*', 'exempt#*', 'reported#*', 'noticed#*', 'swept#*']),
        items(['PutItem'], ['swept#*']),
        readPause,
        allow(['sqs:SendMessage'], [arnOf(idOf('AWS::SQS::Queue', 'PropagateAttachmentQueueE'))]),
      ],
    ],
    [
      'propagate',
      [
        ...common('Propagate'),
        assume(
          `arn:aws:iam::${DRY}:role/tag-enforcement-propagate`,
          `arn:aws:iam::${ENFORCED}:role/tag-enforcement-propagate`,
        ),
        read('PropagateAttachmentQueueE'),
      ],
    ],
    [
      'repair',
      [
        ...common('Repair'),
        items(['GetItem', 'PutItem'], ['repaired#*']),
        assume(
          `arn:aws:iam::${DRY}:role/tag-enforcement-repair`,
          `arn:aws:iam::${ENFORCED}:role/tag-enforcement-repair`,
        ),
      ],
    ],
    [
      'terminate',
      [
        ...common('Terminate'),
        readPause,
        items(['GetItem'], ['breaker#*']),
        assume(`arn:aws:iam::${ENFORCED}:role/tag-enforcement-act`),
      ],
    ],
    [
      'notice',
      [
        ...common('Notice'),
        items(['GetItem', 'PutItem'], ['breaker#*']),
        items(['Query'], ['held-by#*']),
        items(['UpdateItem'], ['source#*', 'held-by#*']),
        items(['PutItem'], ['stopped#*', 'held#*', 'exempt#*', 'reported#*', 'noticed#*', 'swept#*']),
      ],
    ],
    [
      'attribute',
      [
        ...common('Attribute'),
        items(['GetItem'], ['session#*', 'user', 'user-id', 'launch-caller#*']),
        items(['Query'], ['session-id#*', 'user']),
        allow(['sqs:SendMessage'], [arnOf(idOf('AWS::SQS::Queue', 'LookUpQuestionQueue3'))]),
      ],
    ],
    [
      'breaker',
      [
        ...common('Breaker'),
        items(
          ['GetItem'],
          ['breaker#*', 'owner-change#*', 'session#*', 'user', 'user-id', 'launch-caller#*'],
        ),
        items(['Query'], ['held-by#*', 'session-id#*', 'user']),
        allow(['sqs:SendMessage'], [arnOf(idOf('AWS::SQS::Queue', 'LookUpQuestionQueue3'))]),
      ],
    ],
    [
      'creations',
      [
        ...common('Creations'),
        allow(['sqs:SendMessage'], [arnOf(idOf('AWS::SQS::Queue', 'RemindersReminderQueue8'))]),
        read('CreationsCreationQueueF'),
      ],
    ],
    [
      'reminders',
      [
        ...common('Reminders'),
        assume(
          `arn:aws:iam::${DRY}:role/tag-enforcement-tags`,
          `arn:aws:iam::${ENFORCED}:role/tag-enforcement-correct`,
          `arn:aws:iam::${ENFORCED}:role/tag-enforcement-tags`,
        ),
        items(
          ['GetItem'],
          ['session#*', 'user', 'user-id', 'launch-caller#*', 'mail#*', 'reminder-mail#*', 'asked#*'],
        ),
        items(['Query'], ['session-id#*', 'user', 'reminder#*']),
        items(['PutItem'], ['reminded#*', 'reminder#*', 'asked#*']),
        items(['UpdateItem'], ['reminder-mail#*']),
        allow(
          ['sqs:SendMessage'],
          [
            arnOf(idOf('AWS::SQS::Queue', 'LookUpCreationQuestionQueueB')),
            arnOf(idOf('AWS::SQS::Queue', 'MailQueue')),
            arnOf(idOf('AWS::SQS::Queue', 'RemindersReminderQueue8')),
          ],
        ),
        read('RemindersReminderQueue8'),
      ],
    ],
    [
      'sessions',
      [
        ...common('Sessions'),
        items(['PutItem'], ['session#*', 'session-id#*']),
        read('SessionsSessionQueue4'),
      ],
    ],
    [
      'look-up',
      [
        ...common('LookUp'),
        items(['GetItem'], ['launch-caller#*']),
        assume(
          `arn:aws:iam::${DRY}:role/tag-enforcement-look-up`,
          `arn:aws:iam::${ENFORCED}:role/tag-enforcement-look-up`,
        ),
        items(['PutItem'], ['session#*', 'session-id#*', 'launch-caller#*', 'owner-change#*']),
        // It also counts launches' questions, which come first.
        read('LookUpCreationQuestionQueueB', 'LookUpQuestionQueue3'),
      ],
    ],
    [
      'directory',
      [
        ...common('Directory'),
        assume(`arn:aws:iam::${GATEWAY}:role/tag-enforcement-directory`),
        items(['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'], ['user', 'user-id']),
        allow(['sns:CreateTopic', 'sns:DeleteTopic', 'sns:GetTopicAttributes'], [persons]),
        allow(['sns:Subscribe'], [persons], { Condition: { StringEquals: { 'sns:Protocol': 'email' } } }),
        read('DirectoryUserQueueC'),
      ],
    ],
    [
      'publish',
      [
        ...common('Publish'),
        items(['GetItem', 'PutItem'], ['mail#*']),
        allow(['sns:GetTopicAttributes', 'sns:Publish'], [persons, ...topics]),
        allow(['states:SendTaskSuccess'], [breakerMachine, machine]),
        read('MailQueue'),
      ],
    ],
  ])('%s', (name, statements) => {
    const role = expectRole(hub, `tag-enforcement-hub-${name}`);
    expect(role.statements).toEqual(statements);
    expect(role.managedPolicies).toEqual([]);
    expect(role.trust).toEqual([
      { Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: 'lambda.amazonaws.com' } },
    ]);
  });
});

test('without an account in mode enforce, no function may assume an act role', () => {
  const assumed = rolesOf(synthesizeHub(givenLeast())).flatMap(({ statements }) =>
    statements.filter(({ Action }) => Action.includes('sts:AssumeRole')).flatMap(({ Resource }) => Resource),
  );
  expect(assumed).toEqual([
    `arn:aws:iam::${ENFORCED}:role/tag-enforcement-look-up`,
    `arn:aws:iam::${ENFORCED}:role/tag-enforcement-read`,
    `arn:aws:iam::${ENFORCED}:role/tag-enforcement-repair`,
    `arn:aws:iam::${HUB}:role/tag-enforcement-directory`,
    `arn:aws:iam::${ENFORCED}:role/tag-enforcement-propagate`,
    `arn:aws:iam::${ENFORCED}:role/tag-enforcement-tags`,
    `arn:aws:iam::${ENFORCED}:role/tag-enforcement-read`,
  ]);
});

test('with onInvalidValue terminate, and without correctToolOwners, check and sweep may read the users, and nothing else changes', () => {
  const { ownerTag, ...rest } = givenLeast();
  const mayDo = (onInvalidValue: string) =>
    rolesOf(
      synthesizeHub({ ...rest, ownerTag: { ...ownerTag, onInvalidValue }, correctToolOwners: false }),
    ).flatMap(({ name, statements }) =>
      statements.map((statement) => `${name} ${JSON.stringify(statement)}`),
    );
  const before = mayDo('report');
  const asking = JSON.stringify(items(['Query'], ['user']));
  expect(mayDo('terminate').filter((line) => !before.includes(line))).toEqual([
    `tag-enforcement-hub-check ${asking}`,
    `tag-enforcement-hub-sweep ${asking}`,
  ]);
});
