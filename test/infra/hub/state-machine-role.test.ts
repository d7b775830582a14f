import { expect, test } from '@jest/globals';
import { rolesOf } from '../policies.ts';
import { allow, arnOf, hub, idOf } from './the-hub.ts';

test('the state machine may call its five functions, queue mails, log and trace', () => {
  const [role, ...others] = rolesOf(hub).filter(({ name }) => name === undefined);
  expect(others).toEqual([]);
  expect(role?.trust).toEqual([
    { Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: 'states.amazonaws.com' } },
  ]);
  const functions = ['Attribute', 'Check', 'Notice', 'Repair', 'Terminate'].map((name) =>
    arnOf(idOf('AWS::Lambda::Function', `${name}Function`)),
  );
  expect(role?.statements).toEqual([
    allow(['lambda:InvokeFunction'], functions),
    allow(['sqs:SendMessage'], [arnOf(idOf('AWS::SQS::Queue', 'MailQueue'))]),
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
