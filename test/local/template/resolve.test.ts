// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's own syntax
import { describe, expect, test } from '@jest/globals';
import { TemplateNotUnderstood } from '../../../local/errors.ts';
import { resolve } from '../../../local/template/resolve.ts';

const stack = {
  name: 'Hub',
  accountId: '123456789012',
  region: 'us-west-2',
  template: {
    Resources: {
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::Sub': 'mails-${AWS::AccountId}' } } },
      Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
      Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'reader' } },
    },
  },
};

describe('the intrinsic functions of a template', () => {
  test.each([
    [{ Ref: 'Topic' }, 'arn:aws:sns:us-west-2:123456789012:mails-123456789012'],
    [{ 'Fn::GetAtt': ['Topic', 'TopicName'] }, 'mails-123456789012'],
    [{ Ref: 'Queue' }, 'https://sqs.us-west-2.amazonaws.com/123456789012/Hub-Queue'],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:us-west-2:123456789012:Hub-Queue'],
    [{ Ref: 'Role' }, 'reader'],
    [{ 'Fn::GetAtt': ['Role', 'Arn'] }, 'arn:aws:iam::123456789012:role/reader'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] }, 'a-us-west-2'],
    [
      { 'Fn::Sub': '${AWS::Partition}:${Role.Arn}:${!literal}' },
      'aws:arn:aws:iam::123456789012:role/reader:${!literal}',
    ],
    [{ deep: [{ Ref: 'AWS::StackName' }, 1, null] }, { deep: ['Hub', 1, null] }],
  ])('%j is %j', (value, expected) => {
    expect(resolve(stack, value)).toEqual(expected);
  });

  test.each([{ Ref: 'Nothing' }, { 'Fn::ImportValue': 'x' }, { 'Fn::GetAtt': ['Queue', 'Color'] }])(
    '%j is refused',
    (value) => {
      expect(() => resolve(stack, value)).toThrow(TemplateNotUnderstood);
    },
  );
});
