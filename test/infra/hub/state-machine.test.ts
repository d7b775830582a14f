import { expect, test } from '@jest/globals';
import { rolesOf } from '../policies.ts';
import { allow, arnOf, hub, idOf } from './the-hub.ts';

const unnamed = rolesOf(hub).filter(({ name }) => name === undefined);
const logAndTrace = allow(
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
);

test('Sweep may call its one function, log and trace; its schedule may start it', () => {
  const [, , sweep, schedule, ...others] = unnamed;
  expect(others).toEqual([]);
  expect(sweep).toMatchObject({
    trust: [{ Principal: { Service: 'states.amazonaws.com' } }],
    statements: [
      allow(['lambda:InvokeFunction'], [arnOf(idOf('AWS::Lambda::Function', 'SweepFunction'))]),
      logAndTrace,
    ],
  });
  expect(schedule).toMatchObject({
    trust: [{ Principal: { Service: 'events.amazonaws.com' } }],
    statements: [
      allow(['states:StartExecution'], [{ Ref: idOf('AWS::StepFunctions::StateMachine', 'Sweep') }]),
    ],
  });
});

test('GracePeriod may call its five functions, queue mails, log and trace', () => {
  const [role] = unnamed;
  expect(role?.trust).toEqual([
    { Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: 'states.amazonaws.com' } },
  ]);
  const functions = ['Attribute', 'Check', 'Notice', 'Repair', 'Terminate'].map((name) =>
    arnOf(idOf('AWS::Lambda::Function', `${name}Function`)),
  );
  expect(role?.statements).toEqual([
    allow(['lambda:InvokeFunction'], functions),
    allow(['sqs:SendMessage'], [arnOf(idOf('AWS::SQS::Queue', 'MailQueue'))]),
    logAndTrace,
  ]);
});

test('Breaker may call its one function, queue mails, log and trace', () => {
  const [, role] = unnamed;
  expect(role?.trust).toEqual([
    { Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: 'states.amazonaws.com' } },
  ]);
  expect(role?.statements).toEqual([
    allow(['lambda:InvokeFunction'], [arnOf(idOf('AWS::Lambda::Function', 'BreakerFunction'))]),
    allow(['sqs:SendMessage'], [arnOf(idOf('AWS::SQS::Queue', 'MailQueue'))]),
    logAndTrace,
  ]);
});
