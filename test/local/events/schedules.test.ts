import { describe, expect, test } from '@jest/globals';
import { SWEEP_STATE_MACHINE_NAME } from '../../../infra/names.ts';
import { TemplateNotUnderstood } from '../../../local/errors.ts';
import { keepRunning, schedulesOf } from '../../../local/events/schedules.ts';
import { inVirtualTime } from '../../../local/virtual-clock.ts';
import { synthesize } from '../../templates/synthesize.ts';
import { configured } from '../play-records.ts';

const MINUTE = 60_000;

const ruled = (Properties: object) => [
  {
    name: 'Hub',
    accountId: '123456789012',
    region: 'us-west-2',
    template: { Resources: { Rule: { Type: 'AWS::Events::Rule', Properties: { ...Properties } } } },
  },
];
const Targets = [{ Id: 'a', Arn: 'arn:aws:lambda:us-west-2:123456789012:function:a' }];

describe('the schedules of the application', () => {
  test('are the sweep, every ten minutes with a role, and the directory, every hour', () => {
    const schedules = schedulesOf(synthesize(configured()));
    expect(schedules.map(({ periodMs }) => periodMs / MINUTE).sort()).toEqual([10, 60]);
    const sweep = schedules.find(({ periodMs }) => periodMs === 10 * MINUTE);
    expect(sweep?.targetArn).toMatch(new RegExp(`:stateMachine:${SWEEP_STATE_MACHINE_NAME}$`));
    expect(sweep?.roleArn).toMatch(/^arn:aws:iam::/);
  });
});

describe('a rule', () => {
  test.each([
    ['rate(1 minute)', MINUTE],
    ['rate(12 hours)', 720 * MINUTE],
    ['rate(2 days)', 2880 * MINUTE],
  ])('of %s has its period', (ScheduleExpression, periodMs) => {
    expect(schedulesOf(ruled({ ScheduleExpression, Targets }))).toMatchObject([{ periodMs }]);
  });

  test('with a pattern is no schedule, nor is a disabled rule', () => {
    expect(schedulesOf(ruled({ EventPattern: {}, Targets }))).toEqual([]);
    expect(schedulesOf(ruled({ ScheduleExpression: 'rate(1 hour)', State: 'DISABLED', Targets }))).toEqual(
      [],
    );
  });

  test('with a cron expression is refused', () => {
    expect(() => schedulesOf(ruled({ ScheduleExpression: 'cron(0 9 * * ? *)', Targets }))).toThrow(
      TemplateNotUnderstood,
    );
  });
});

test('a schedule runs at every full period, and once more after it is no longer wanted', () =>
  inVirtualTime(Date.parse('2026-11-03T17:03:00Z'), async (clock) => {
    const ran: string[] = [];
    const schedule = { ruleArn: '', targetArn: '', roleArn: null, periodMs: 10 * MINUTE };
    const run = async (): Promise<void> => {
      ran.push(new Date().toISOString().slice(11, 19));
    };
    keepRunning(schedule, run, () => Date.now() < Date.parse('2026-11-03T17:25:00Z'));
    await clock.toTheEnd();
    expect(ran).toEqual(['17:10:00', '17:20:00', '17:30:00']);
  }));
