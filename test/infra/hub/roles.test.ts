import { describe, expect, test } from '@jest/globals';
import { DRY, ENFORCED, givenLeast, givenTwoAccounts } from '../given-configuration.ts';
import { expectRole, rolesOf } from '../policies.ts';
import { expectStack, resourcesOf, synthesize, type Template } from '../synthesize.ts';

const hub = expectStack(synthesize(givenTwoAccounts()), 'TagEnforcement-Hub');

const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** The only resource of the type whose logical id starts so. */
const idOf = (type: string, start: string, template: Template = hub): string => {
  const ids = resourcesOf(template, type).flatMap(([id]) => (id.startsWith(start) ? [id] : []));
  if (ids.length !== 1 || ids[0] === undefined) throw new Error(`${ids.length} × ${type} ${start}`);
  return ids[0];
};

const allow = (Action: string[], Resource: unknown[], extra: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...extra,
});

/** What every function may do: write to its own log group, and trace. */
const common = (construct: string) => [
  allow(
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    [arnOf(idOf('AWS::Logs::LogGroup', `${construct}FunctionLogs`))],
  ),
  allow(['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], ['*']),
];

const assume = (...roles: string[]) => allow(['sts:AssumeRole'], roles);

describe('a function may do exactly', () => {
  test.each([
    [
      'intake',
      [
        ...common('Intake'),
        allow(['states:StartExecution'], [{ Ref: idOf('AWS::StepFunctions::StateMachine', 'GracePeriod') }]),
        allow(
          [
            'sqs:ChangeMessageVisibility',
            'sqs:DeleteMessage',
            'sqs:GetQueueAttributes',
            'sqs:GetQueueUrl',
            'sqs:ReceiveMessage',
          ],
          [arnOf(idOf('AWS::SQS::Queue', 'IntakeLaunchQueueE'))],
        ),
      ],
    ],
    [
      'check',
      [
        ...common('Check'),
        assume(
          `arn:aws:iam::${DRY}:role/tag-enforcement-read`,
          `arn:aws:iam::${ENFORCED}:role/tag-enforcement-read`,
        ),
      ],
    ],
    [
      'repair',
      [
        ...common('Repair'),
        assume(
          `arn:aws:iam::${DRY}:role/tag-enforcement-repair`,
          `arn:aws:iam::${ENFORCED}:role/tag-enforcement-repair`,
        ),
      ],
    ],
    ['terminate', [...common('Terminate'), assume(`arn:aws:iam::${ENFORCED}:role/tag-enforcement-act`)]],
    ['notice', common('Notice')],
  ])('%s', (name, statements) => {
    const role = expectRole(hub, `tag-enforcement-hub-${name}`);
    expect(role.statements).toEqual(statements);
    expect(role.managedPolicies).toEqual([]);
    expect(role.trust).toEqual([
      { Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: 'lambda.amazonaws.com' } },
    ]);
  });
});

test('the state machine may call its four functions, mail to the topics, log and trace', () => {
  const [machine, ...others] = rolesOf(hub).filter(({ name }) => name === undefined);
  expect(others).toEqual([]);
  expect(machine?.trust).toEqual([
    { Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: 'states.amazonaws.com' } },
  ]);
  const functions = ['Check', 'Notice', 'Repair', 'Terminate'].map((name) =>
    arnOf(idOf('AWS::Lambda::Function', `${name}Function`)),
  );
  const topics = resourcesOf(hub, 'AWS::SNS::Topic')
    .map(([id]) => id)
    .sort()
    .map((id) => ({ Ref: id }));
  expect(topics).toHaveLength(3);
  expect(machine?.statements).toEqual([
    allow(['lambda:InvokeFunction'], functions),
    allow(['sns:Publish'], topics),
    allow(
      [
        'logs:CreateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:DescribeLogGroups',
        'logs:DescribeResourcePolicies',
        'logs:GetLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:UpdateLogDelivery',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
        'xray:PutTelemetryRecords',
        'xray:PutTraceSegments',
      ],
      ['*'],
    ),
  ]);
});

test('where no account enforces, no function may assume an act role', () => {
  const dry = expectStack(synthesize(givenLeast()), 'TagEnforcement-Hub');
  const assumed = rolesOf(dry).flatMap(({ statements }) =>
    statements.filter(({ Action }) => Action.includes('sts:AssumeRole')).flatMap(({ Resource }) => Resource),
  );
  expect(assumed).toEqual([
    `arn:aws:iam::${ENFORCED}:role/tag-enforcement-read`,
    `arn:aws:iam::${ENFORCED}:role/tag-enforcement-repair`,
  ]);
});
