import type { AdvancedFieldSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { describe, expect, test } from '@jest/globals';
import { checkExemptions, checkSessionNames, checkSubscriptions } from '../../../cli/doctor/check-hub.ts';
import { checkDeadLetters, checkRole, checkRule } from '../../../cli/doctor/check-stack.ts';
import { checkTrails } from '../../../cli/doctor/check-trails.ts';
import { at } from '../../lambdas/at.ts';

describe('a rule', () => {
  const expected = { EventPattern: { source: ['aws.ec2'], detail: { eventName: ['RunInstances'] } } };
  const seen = { state: 'ENABLED', pattern: expected.EventPattern, schedule: null };

  test('is well, in whatever order its pattern is written', () => {
    const pattern = { detail: { eventName: ['RunInstances'] }, source: ['aws.ec2'] };
    expect(checkRule('Launches', expected, { ...seen, pattern }, 'S').is).toBe('ok');
  });

  test.each([
    ['is gone', null, /gone, .*: npx cdk deploy S --revert-drift$/],
    [
      'is switched off',
      { ...seen, state: 'DISABLED' },
      /DISABLED, expected ENABLED: npx cdk deploy S --revert-drift$/,
    ],
    ['lets through less', { ...seen, pattern: { source: ['aws.s3'] } }, /another pattern/],
    ['has become a schedule', { ...seen, schedule: 'rate(1 hour)' }, /another pattern or schedule/],
  ])('is not, that %s', (_, changed, says) => {
    expect(checkRule('Launches', expected, changed, 'S')).toEqual({
      is: 'failed',
      says: expect.stringMatching(says),
    });
  });

  test('that must get read-only calls fails if it is only ENABLED', () => {
    const State = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
    expect(checkRule('Sessions', { ...expected, State }, seen, 'S').is).toBe('failed');
  });
});

describe('a role', () => {
  const trust = (Action: unknown, arn: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Condition: { StringEquals: { 'aws:PrincipalArn': arn } } }],
  });
  const expected = trust('sts:AssumeRole', 'arn:aws:iam::1:role/a');

  test.each([
    ['has the right trust policy', trust('sts:AssumeRole', 'arn:aws:iam::1:role/a'), 'ok'],
    ['writes one action as a list', trust(['sts:AssumeRole'], 'arn:aws:iam::1:role/a'), 'ok'],
    ['trusts another', trust('sts:AssumeRole', 'arn:aws:iam::1:role/*'), 'failed'],
    ['is gone', null, 'failed'],
  ])('that %s', (_, seen, is) => {
    expect(checkRole('tag-enforcement-act', expected, seen, 'S').is).toBe(is);
  });
});

describe('trails', () => {
  const off = { arn: 'arn:aws:cloudtrail:us-east-1:1:trail/off', isLogging: false, selectors: null };
  const on = (selectors: object | null) => ({
    arn: 'arn:on',
    isLogging: true,
    selectors: selectors && { basic: [], advanced: [], ...selectors },
  });
  const basic = (selector: EventSelector) => on({ basic: [selector] });
  const advanced = (...fields: AdvancedFieldSelector[]) => on({ advanced: [{ FieldSelectors: fields }] });
  const category = (...Equals: string[]): AdvancedFieldSelector => ({ Field: 'eventCategory', Equals });
  const none = 'arn:on logs, but no launches';
  test.each([
    ['one that logs is enough', [off, basic({ ReadWriteType: 'All' })], 'ok', 'a trail logs'],
    ['none that logs', [off], 'failed', `aws cloudtrail start-logging --region us-east-1 --name ${off.arn}`],
    ['none', [], 'failed', 'no trail'],
    ['write events only', [basic({ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true })], 'ok', ''],
    ['read events only', [basic({ ReadWriteType: 'ReadOnly' })], 'failed', none],
    ['data events only', [basic({ IncludeManagementEvents: false })], 'failed', none],
    ['data events, by an advanced selector', [advanced(category('Data'))], 'failed', none],
    ['management events, by an advanced selector', [advanced(category('Management'))], 'ok', ''],
    [
      'read events, by an advanced selector',
      [advanced(category('Management'), { Field: 'readOnly', Equals: ['true'] })],
      'failed',
      none,
    ],
    [
      'all but those of KMS',
      [advanced(category('Management'), { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] })],
      'ok',
      '',
    ],
    [
      'all but those of EC2',
      [advanced(category('Management'), { Field: 'eventSource', NotEquals: ['ec2.amazonaws.com'] })],
      'failed',
      none,
    ],
    ['one whose selectors cannot be read', [on(null)], 'ok', 'cannot be read from here'],
  ])('%s', (_, trails, is, says) => {
    expect(checkTrails(trails)).toEqual({ is, says: expect.stringContaining(says) });
  });
});

test.each([
  [0, true, 'ok', 'Letters empty'],
  [1, true, 'failed', 'Letters holds 1 message: npm run redrive'],
  [3, true, 'failed', 'Letters holds 3 messages: npm run redrive'],
  [
    Number.NaN,
    false,
    'failed',
    'Letters holds an unknown number of messages: docs/runbook.md#dead-letters-of-a-sub-account',
  ],
])('a dead-letter queue of %d messages', (messages, isHub, is, says) => {
  expect(checkDeadLetters('Letters', messages, isHub)).toEqual({ is, says });
});

describe('an exemption', () => {
  const until = (day: string) =>
    checkExemptions([{ until: day, reason: 'a course' }], at(0)).map(({ is }) => is);
  test('is reported from fourteen days before it ends', () => {
    expect([until('2026-11-18'), until('2026-11-17'), until('2026-11-03')]).toEqual([
      ['ok'],
      ['failed'],
      ['failed'],
    ]);
  });
});

describe('subscriptions', () => {
  const template = {
    Resources: {
      A: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'tag-enforcement-administrators' } },
      S: {
        Type: 'AWS::SNS::Subscription',
        Properties: { Endpoint: 'admin@ucsc.edu', TopicArn: { Ref: 'A' }, Protocol: 'email' },
      },
    },
  };
  const reads = (topic: string, endpoint: string, isConfirmed: boolean) => ({
    topicArn: `arn:aws:sns:us-west-2:1:${topic}`,
    protocol: 'email',
    endpoint,
    isConfirmed,
  });

  test.each([
    ['confirmed', [reads('tag-enforcement-administrators', 'admin@ucsc.edu', true)], 'ok', /reads/],
    [
      'not confirmed',
      [reads('tag-enforcement-administrators', 'admin@ucsc.edu', false)],
      'failed',
      /not confirmed/,
    ],
    ['of another topic', [reads('another', 'admin@ucsc.edu', true)], 'failed', /does not read/],
    ['gone', [], 'failed', /does not read/],
  ])('%s', (_, seen, is, says) => {
    expect(checkSubscriptions(template, seen)[0]).toEqual({ is, says: expect.stringMatching(says) });
  });

  describe('of persons', () => {
    const of = (name: string, isConfirmed: boolean, protocol = 'email') => ({
      ...reads(`tag-enforcement-person-${name}`, `${name}@ucsc.edu`, isConfirmed),
      protocol,
    });
    const saysOf = (...seen: Parameters<typeof checkSubscriptions>[1]) =>
      checkSubscriptions({ Resources: {} }, seen);

    test('count a person once, count only subscriptions by mail, and never fail', () => {
      const seen = [of('a', true), of('a', false), of('b', false), of('b', true, 'sqs'), of('c', false)];
      expect(saysOf(...seen)).toEqual([
        {
          is: 'ok',
          says: '1 of 3 persons who were asked by mail have confirmed: program managers get the mails of the others',
        },
      ]);
    });

    test('of one person are counted in the singular', () => {
      expect(saysOf(of('a', true))[0]?.says).toMatch(/^1 of 1 person who/);
    });
  });
});

describe('the names of sessions', () => {
  const access = {
    requireSessionName: false,
    roles: [{ name: 'developer', managedPolicies: ['p'], permissionsBoundary: 'none' }],
    userNames: [],
    assignments: [],
  };
  const session = (userName: string | null, sessionName: string, role = 'developer') => ({
    arn: `arn:aws:sts::422448306679:assumed-role/${role}/${sessionName}`,
    userName,
  });

  test('name whom requireSessionName would shut out, each once', () => {
    const seen = [
      session('bob@ucsc.edu', 'botocore-session-1'),
      session('bob@ucsc.edu', 'botocore-session-2'),
      session('ann@ucsc.edu', 'toil'),
      session('carol@ucsc.edu', 'carol@ucsc.edu'),
      session(null, 'sweep'),
      session('dan@ucsc.edu', 'x', 'tag-enforcement-read'),
    ];
    expect(checkSessionNames(access, seen)).toEqual({
      is: 'ok',
      says: 'requireSessionName would shut out 2 persons (ann@ucsc.edu, bob@ucsc.edu) until their profiles have role_session_name',
    });
  });

  test('are well where all are those of their users, or must be', () => {
    expect(checkSessionNames(access, [session('ann@ucsc.edu', 'ann@ucsc.edu')]).says).toContain('nobody');
    const strict = { ...access, requireSessionName: true };
    expect(checkSessionNames(strict, [session('ann@ucsc.edu', 'x')]).says).not.toContain('ann');
  });
});
