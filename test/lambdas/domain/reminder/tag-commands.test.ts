import { describe, expect, test } from '@jest/globals';
import { resourceIdOf, tagCommands } from '../../../../lambdas/domain/reminder/tag-commands.ts';
import { aReminder } from './a-reminder.ts';

const commandsFor = (...given: Parameters<typeof aReminder>[0][]): string[] =>
  tagCommands(given.map(aReminder), 'Owner', 'bob@ucsc.edu').map((lines) => lines.join('\n'));

test('what one account and Region holds is tagged by one command', () => {
  const bucket = { arn: 'arn:aws:s3:::lab-data', resourceType: 's3' };
  expect(commandsFor({}, bucket)).toEqual([
    [
      'aws resourcegroupstaggingapi tag-resources --region us-west-2 \\',
      '  --tags Owner=bob@ucsc.edu \\',
      '  --resource-arn-list \\',
      '    arn:aws:sqs:us-west-2:422448306679:jobs \\',
      '    arn:aws:s3:::lab-data',
    ].join('\n'),
  ]);
});

test('another Region, another account and the twenty-first each take a command', () => {
  const queues = Array.from({ length: 21 }, (_, index) => ({
    arn: `arn:aws:sqs:us-west-2:422448306679:q${index}`,
  }));
  const commands = commandsFor(...queues, { region: 'us-east-1' }, { accountId: '238605363322' });
  expect(commands.map((command) => command.match(/arn:/g)?.length)).toEqual([20, 1, 1, 1]);
});

test.each([
  [
    'iam:role',
    'arn:aws:iam::422448306679:role/lab/reader',
    'aws iam tag-role --role-name reader \\\n  --tags Key=Owner,Value=bob@ucsc.edu',
  ],
  [
    'iam:user',
    'arn:aws:iam::422448306679:user/robot',
    'aws iam tag-user --user-name robot \\\n  --tags Key=Owner,Value=bob@ucsc.edu',
  ],
  [
    'autoscaling:autoScalingGroup',
    'arn:aws:autoscaling:us-west-2:422448306679:autoScalingGroup:*:autoScalingGroupName/web',
    'aws autoscaling create-or-update-tags --region us-west-2 \\\n  --tags ResourceId=web,ResourceType=auto-scaling-group,Key=Owner,Value=bob@ucsc.edu,PropagateAtLaunch=true',
  ],
])('a %s is tagged by its own command', (resourceType, arn, expected) => {
  expect(commandsFor({ resourceType, arn })).toEqual([expected]);
});

test('a type that is named like a member of every object has no command of its own', () => {
  const arn = 'arn:aws:sqs:us-west-2:422448306679:jobs';
  expect(commandsFor({ resourceType: 'constructor', arn })).toEqual(commandsFor({ arn }));
});

test.each([
  'arn:aws:sqs:us-west-2:1:$(reboot)',
  'arn:aws:s3:::a b',
  'arn:aws:s3:::a;b',
  'arn:aws:s3:::a\nb',
  'arn:aws:x:::*',
])('an ARN that a shell would not take literally is in no command: %j', (arn) => {
  expect(commandsFor({ arn })).toEqual([]);
});

describe('the id of a resource is what its ARN has after the type', () => {
  test.each([
    ['arn:aws:s3:::lab-data', 's3', 'lab-data'],
    ['arn:aws:sqs:us-west-2:1:jobs', 'sqs', 'jobs'],
    ['arn:aws:ec2:us-west-2:1:volume/vol-1', 'ec2:volume', 'vol-1'],
    ['arn:aws:dynamodb:us-west-2:1:table/t', 'dynamodb:table', 't'],
    ['arn:aws:logs:us-west-2:1:log-group:/aws/x', 'logs:log-group', '/aws/x'],
    ['arn:aws:rds:us-west-2:1:db:a:b', 'rds:db', 'a:b'],
    ['arn:aws:x:us-west-2:1:tables', 'x:table', 'tables'],
    [
      'arn:aws:autoscaling:us-west-2:1:autoScalingGroup:*:autoScalingGroupName/web',
      'autoscaling:autoScalingGroup',
      'web',
    ],
  ])('%s', (arn, resourceType, expected) => {
    expect(resourceIdOf({ arn, resourceType })).toBe(expected);
  });
});
