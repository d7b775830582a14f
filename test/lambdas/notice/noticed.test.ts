import { describe, expect, test } from '@jest/globals';
import type { CheckInput } from '../../../lambdas/domain/grace-period/input.ts';
import { plan } from '../../../lambdas/domain/grace-period/plan.ts';
import { createHandler } from '../../../lambdas/notice/handler.ts';
import { aBreaker } from '../a-breaker.ts';
import { aCheckInput, afterRound } from '../a-check-input.ts';
import { aLaunch } from '../a-launch.ts';
import { aLog } from '../a-log.ts';
import { aMetrics } from '../a-metrics.ts';
import { aPolicy } from '../a-policy.ts';
import { anInstance } from '../an-instance.ts';
import { anObservation } from '../an-observation.ts';
import { at, textAt } from '../at.ts';
import { aNoticeEnvironment } from './a-notice-environment.ts';
import { noHourlyMails } from './hourly-mails.ts';
import { someSweepTables } from './some-sweep-tables.ts';

const notify = createHandler(aNoticeEnvironment(), {
  hourlyMails: noHourlyMails,
  breaker: aBreaker(),
  ...someSweepTables().sweepTables,
  log: aLog(),
  metrics: aMetrics(),
});
const topicsOf = (to: readonly string[]) => to.map((topicArn) => topicArn.split(':')[5]);

/** Two rounds of instances that the policy exempts, and the mails about them. */
const noticesOf = async (input: CheckInput, policy: Parameters<typeof aPolicy>[0], tags = {}) => {
  const look = anObservation([anInstance('i-1', tags), anInstance('i-2', tags)]);
  const first = plan(input, look, aPolicy(policy), at(2));
  const firstNotice = await notify({ ...input, check: first });
  const next = { ...afterRound(input, first, textAt(3)), notice: firstNotice };
  const last = plan(next, look, aPolicy(policy), at(10));
  return [firstNotice, await notify({ ...next, check: last })] as const;
};

describe('an instance launched before enforceLaunchesAfter', () => {
  const policy = { enforceLaunchesAfter: textAt(1) };

  test.each([{}, { Owner: 'nobody' }, { owner: 'shared' }])(
    'is reported to administrators, once: %j',
    async (tags) => {
      const [first, last] = await noticesOf(aCheckInput(), policy, tags);
      expect(first.mails.map(({ to, person, subject }) => [...topicsOf(to), person, subject])).toEqual([
        [
          'tag-enforcement-administrators',
          null,
          'pangenomics us-west-2: 2 instances without a valid tag Owner; nothing is terminated',
        ],
      ]);
      const outcomes = [{ decision: 'noticed', reason: 'before-enforcement', instanceIds: ['i-1', 'i-2'] }];
      expect(first.outcomes).toEqual(outcomes);
      expect(last).toMatchObject({ mails: [], outcomes });
    },
  );

  test('is reported with the reason why it is only reported, how to tag it, and no deadline', async () => {
    const [{ mails }] = await noticesOf(aCheckInput(), policy);
    const [{ message = '' } = {}] = mails;
    expect(message.split('\n').slice(0, 4)).toEqual([
      '2 instances without a valid tag Owner; nothing is terminated.',
      'This is only reported. To tag them:',
      '',
      'aws ec2 create-tags --region us-west-2 \\',
    ]);
    expect(message.replace(/\n +/g, ' ')).toContain(
      'What is wrong: no valid tag "Owner"; it was launched before enforceLaunchesAfter.',
    );
    expect(message).not.toContain('Deadline:');
  });

  test('is not reported if it has a valid Owner', async () => {
    const [first, last] = await noticesOf(aCheckInput(), policy, { Owner: 'shared' });
    expect([...first.mails, ...last.mails]).toEqual([]);
    expect(last.outcomes.map(({ decision }) => decision)).toEqual(['complied']);
  });
});

describe('an instance that an exemption by role may cover, with an unknown launcher', () => {
  const { identity, ...unrecorded } = aLaunch();
  const input = aCheckInput({ cause: 'sweep', launch: unrecorded });
  const role = 'arn:aws:iam::*:role/batch-*';
  const exemptions = [{ role, reason: 'batch', until: '2026-12-31' }];

  test('is reported at the end: CloudTrail may answer before that', async () => {
    const [first, last] = await noticesOf(input, { exemptions });
    expect(first).toMatchObject({ mails: [], outcomes: [] });
    expect(last.outcomes).toEqual([
      { decision: 'noticed', reason: 'launcher-not-known', instanceIds: ['i-1'] },
    ]);
    expect(last.mails.flatMap(({ to }) => topicsOf(to))).toEqual(['tag-enforcement-administrators']);
  });
});

test('an exempt instance gets an outcome, and no mail', async () => {
  const exemptions = [{ subAccount: '422448306679', reason: 'a migration', until: '2026-12-31' }];
  const [first, last] = await noticesOf(aCheckInput(), { exemptions }, { owner: 'shared' });
  expect([...first.mails, ...last.mails]).toEqual([]);
  expect(last.outcomes).toEqual([
    { decision: 'exempt', reason: 'exempt-by-configuration', instanceIds: ['i-1', 'i-2'] },
  ]);
});
