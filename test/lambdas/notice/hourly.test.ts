import { describe, expect, test } from '@jest/globals';
import { executionName } from '../../../lambdas/domain/grace-period/execution-name.ts';
import type { NoticeInput } from '../../../lambdas/domain/grace-period/input.ts';
import type { Terminations } from '../../../lambdas/domain/grace-period/orders-and-results.ts';
import type { Outcome } from '../../../lambdas/domain/grace-period/outcome.ts';
import { nobody, person } from '../../../lambdas/domain/record/launcher.ts';
import { createHandler } from '../../../lambdas/notice/handler.ts';
import { aBreaker } from '../a-breaker.ts';
import { aCheckInput } from '../a-check-input.ts';
import { aLaunch } from '../a-launch.ts';
import { aLog } from '../a-log.ts';
import { aMetrics } from '../a-metrics.ts';
import { aRound } from '../a-round.ts';
import { textAt } from '../at.ts';
import { aNoticeEnvironment } from './a-notice-environment.ts';
import { type HourlyAnswer, hourlyMails } from './hourly-mails.ts';
import { noSweepTables } from './some-sweep-tables.ts';

const missing = { is: 'noncompliant', reason: 'owner-missing' } as const;
const origin = { kind: 'auto-scaling-group', id: 'workers', owner: null } as const;
const zone = 'us-west-2a';
const NAME = executionName(aLaunch(), 'launch');
const REPORTED = { isReported: true, by: 'another-launch', mail: 'its-mail' } as const;
const FREE = { isReported: false, launches: 0, since: null, until: textAt(62) } as const;
/** Another launch's mail has warned of the source this hour, and no mail has reported anything else. */
const WARNED = (source: string) => (source.startsWith('warning') ? REPORTED : FREE);

const warning = aRound({ findings: [{ verdict: missing, instanceIds: ['i-1'] }], toWarn: ['i-1'], origin });
const termination = aRound({
  findings: [{ verdict: missing, instanceIds: ['i-1', 'i-2'] }],
  toTerminate: [{ availabilityZone: zone, instanceIds: ['i-1', 'i-2'] }],
  until: null,
  origin,
});
const terminations: Terminations = {
  results: [
    { result: 'terminated', reason: 'confirmed', instanceIds: ['i-1'] },
    { result: 'failed', reason: 'termination-protected', instanceIds: ['i-2'] },
  ],
  unfinished: [],
  ifGone: [],
};
const warned: Outcome[] = [{ decision: 'warned', reason: 'owner-missing', instanceIds: ['i-1', 'i-2'] }];

const notify = async (answer: HourlyAnswer, input: Partial<NoticeInput>) => {
  const { asked, hourlyMails: table } = hourlyMails(answer);
  const log = aLog();
  const handler = createHandler(aNoticeEnvironment(), {
    hourlyMails: table,
    breaker: aBreaker(),
    ...noSweepTables,
    log,
    metrics: aMetrics(),
  });
  const launcher = person('bob@ucsc.edu', 'group-owner', 'bob@ucsc.edu (owner of the group)');
  return { notice: await handler({ ...aCheckInput(), launcher, ...input }), asked, log: log.lines };
};
const topics = (mails: readonly { to: readonly string[] }[]) =>
  mails.map(({ to }) => to.map((arn) => arn.split('tag-enforcement-')[1]?.split('-')[0]));

describe('a launch of an Auto Scaling group that leads to its owner', () => {
  test('is reported if it is the first of the hour, and the mail says that it is for an hour', async () => {
    const { notice, asked } = await notify(FREE, { check: warning });
    expect(asked).toEqual([
      {
        source: 'warning 422448306679 us-west-2 auto-scaling-group workers enforce bob@ucsc.edu',
        launch: NAME,
        mail: notice.mails[0]?.id,
      },
    ]);
    expect(topics(notice.mails)).toEqual([['person', '422448306679', 'administrators']]);
    expect(notice.mails[0]?.message).toContain('Auto Scaling group: workers\n');
    expect(notice).not.toHaveProperty('warnedIn');
  });

  test("gets no mail of its own if this hour's mail stands for it; it gets its outcomes", async () => {
    const { notice } = await notify(REPORTED, { check: warning });
    expect(notice).toMatchObject({
      mails: [{ to: [], toldIn: 'its-mail' }],
      warnedIn: 'its-mail',
      outcomes: [{ decision: 'warned' }],
    });
  });

  test('is reported itself if SNS never accepted the mail that stood for its warning', async () => {
    const before = { outcomes: warned, warnedIn: 'its-mail' };
    const { notice } = await notify(REPORTED, { check: warning, notice: before });
    expect(topics(notice.mails)).toEqual([['person', '422448306679', 'administrators']]);
    expect(notice).not.toHaveProperty('warnedIn');
  });

  test('reports its termination itself too, if SNS never accepted that mail', async () => {
    const check = aRound({
      ...termination,
      findings: [{ verdict: missing, instanceIds: ['i-1', 'i-3'] }],
      toTerminate: [{ availabilityZone: zone, instanceIds: ['i-1'] }],
      toWarn: ['i-3'],
    });
    const notice = { outcomes: warned, warnedIn: 'its-mail' };
    const message = (await notify(REPORTED, { check, terminations, notice })).notice.mails[0]?.message ?? '';
    expect(message).toContain('1 instance terminated');
    expect(message).toContain('1 instance will be terminated');
  });

  test('gets no mail about its termination if a group mail stood for its warning', async () => {
    const notice = { outcomes: warned, warnedIn: 'its-mail' };
    const check = aRound({ ...termination, findings: [{ verdict: missing, instanceIds: ['i-1'] }] });
    const notified = await notify(REPORTED, { check, terminations, notice });
    expect(notified.notice.mails).toMatchObject([{ to: [], toldIn: 'its-mail' }]);
  });

  test('reports its termination itself if it warned itself', async () => {
    const before = { outcomes: warned };
    const { notice, asked } = await notify(FREE, { check: termination, terminations, notice: before });
    expect(asked.map(({ source }) => source.split(' ')[0])).toEqual(['report', 'exception']);
    expect(notice.mails[0]?.message).toContain('1 instance terminated');
  });

  test('does not report it if a mail of this hour has reported another, so that there are two at most', async () => {
    const check = aRound({ ...termination, findings: [{ verdict: missing, instanceIds: ['i-1'] }] });
    const { notice } = await notify(REPORTED, { check, terminations, notice: { outcomes: warned } });
    expect(notice).toMatchObject({ mails: [], outcomes: [{ decision: 'terminated' }] });
  });

  test('reports its termination if a person was found since, who did not read the warning', async () => {
    const notice = { outcomes: warned, warnedIn: 'its-mail' };
    const check = aRound({ ...termination, findings: [{ verdict: missing, instanceIds: ['i-1'] }] });
    const launcher = person('ann@ucsc.edu', 'assume-role', 'ann@ucsc.edu');
    const notified = await notify(REPORTED, { check, terminations, notice, launcher });
    expect(notified.asked).toEqual([]);
    expect(topics(notified.notice.mails)).toEqual([['person', '422448306679', 'administrators']]);
    expect(notified.notice.mails[0]?.message).toContain('1 instance terminated');
  });

  test('still belongs to the group mail in rounds without news', async () => {
    const quiet = aRound({ findings: [{ verdict: missing, instanceIds: ['i-1', 'i-2'] }], origin });
    const { notice } = await notify(REPORTED, {
      check: quiet,
      notice: { outcomes: warned, warnedIn: 'its-mail' },
    });
    expect(notice).toMatchObject({ mails: [], warnedIn: 'its-mail' });
  });

  test('after others is reported with their number, and to the program managers too', async () => {
    const { notice } = await notify({ ...FREE, launches: 7, since: textAt(-58) }, { check: warning });
    expect(topics(notice.mails)).toEqual([['person', 'administrators'], ['422448306679']]);
    expect(notice.mails[1]?.message).toContain('7 more launches since 08:02 PST had no mail');
  });

  test('is reported if the table does not answer', async () => {
    const { notice, log } = await notify(new Error('table down'), { check: warning });
    expect(notice.mails).toHaveLength(1);
    expect(log).toContain('hourly-mail-unavailable');
    // Nobody knows whether other launches will wait for this mail.
    expect(notice.mails[0]?.message).not.toContain('Auto Scaling group: workers\n');
  });

  test('is reported, with the failure only, if it failed and no mail of this hour reported a failure', async () => {
    const later = { check: termination, terminations, notice: { outcomes: warned, warnedIn: 'its-mail' } };
    const { notice } = await notify(WARNED, later);
    expect(notice.warnedIn).toBe('its-mail');
    expect(notice.mails.at(-1)).toMatchObject({ to: [], toldIn: 'its-mail' });
    expect(notice.mails[0]?.subject).toContain('FAILED to terminate 1 instance');
    expect(notice.mails[0]?.message).not.toContain('1 instance terminated');
  });

  test('is reported once an hour in dry-run too', async () => {
    const account = { name: 'pangenomics', mode: 'dry-run' } as const;
    expect((await notify(REPORTED, { account, check: warning })).notice.mails).toMatchObject([{ to: [] }]);
    expect(topics((await notify(FREE, { account, check: warning })).notice.mails)).toEqual([
      ['administrators'],
    ]);
  });
});

describe('a launch of a role that leads to nobody', () => {
  const identity = {
    is: 'role-session',
    roleName: 'controller',
    sessionName: '1793700000',
    accessKeyId: null,
    serviceLinked: false,
    invokedBy: 'ec2fleet.amazonaws.com',
  } as const;
  const launch = aLaunch({ identity, launcher: nobody('role controller') });
  const unknown = { launch, launcher: launch.launcher };

  test('is reported to program managers and administrators if it is the first of the hour', async () => {
    const { notice } = await notify(FREE, { ...unknown, check: aRound({ ...warning, origin: null }) });
    expect(topics(notice.mails)).toEqual([['422448306679'], ['administrators']]);
    expect(notice.mails[0]?.message).toContain('Role: controller\n');
  });

  test("gets no mail of its own if this hour's mail stands for it, and counts as warned once SNS took that", async () => {
    const { notice } = await notify(WARNED, { ...unknown, check: aRound({ ...warning, origin: null }) });
    expect(notice).toMatchObject({ mails: [{ to: [], toldIn: 'its-mail' }], warnedIn: 'its-mail' });
  });

  test('is not reported again if its Owner is invalid like that of another launch of this hour', async () => {
    const verdict = {
      is: 'invalid',
      reason: 'no-pattern-matches',
      tag: { key: 'Owner', value: 'the lab' },
    } as const;
    const check = aRound({ findings: [{ verdict, instanceIds: ['i-1'] }], until: null, origin: null });
    expect((await notify(FREE, { ...unknown, check })).notice.mails).toHaveLength(2);
    const { notice } = await notify(REPORTED, { ...unknown, check });
    expect(notice).toMatchObject({ mails: [], outcomes: [{ decision: 'invalid' }] });
    expect(notice).not.toHaveProperty('warnedIn');
  });
});

describe('workers that inherit again and again', () => {
  const verdict = {
    is: 'noncompliant',
    reason: 'inheritable',
    owner: 'shared',
    from: { kind: 'instance', id: 'i-0leader' },
  } as const;
  const check = aRound({
    findings: [
      { verdict, instanceIds: ['i-1'] },
      { verdict: missing, instanceIds: ['i-2'] },
    ],
    toWarn: ['i-2'],
    repair: [{ result: 'inherited', reason: 'inheritable', instanceIds: ['i-1'] }],
    origin: { kind: 'instance', id: 'i-0leader', owner: 'shared' },
  });

  test('are reported once an hour; that does not count as a warning of the others', async () => {
    const launcher = person('bob@ucsc.edu', 'instance-owner', 'bob@ucsc.edu (owner of the leader)');
    const { notice, asked } = await notify(REPORTED, { check, launcher });
    expect(asked).toMatchObject([
      { source: 'report 422448306679 us-west-2 instance i-0leader enforce bob@ucsc.edu' },
    ]);
    expect(notice).not.toHaveProperty('warnedIn');
    expect(notice.mails[0]?.subject).toContain('1 instance will be terminated');
    expect(notice.mails[0]?.message).not.toContain('nothing to do');
  });
});
