import { describe, expect, test } from '@jest/globals';
import type { GroupMail } from '../../../lambdas/aws/mail-tables.ts';
import { executionName } from '../../../lambdas/domain/grace-period/execution-name.ts';
import type { NoticeInput } from '../../../lambdas/domain/grace-period/input.ts';
import type { Terminations } from '../../../lambdas/domain/grace-period/orders-and-results.ts';
import type { Outcome } from '../../../lambdas/domain/grace-period/outcome.ts';
import { person } from '../../../lambdas/domain/record/launcher.ts';
import { createHandler } from '../../../lambdas/notice/handler.ts';
import { aBreaker } from '../a-breaker.ts';
import { aCheckInput } from '../a-check-input.ts';
import { aLaunch } from '../a-launch.ts';
import { aLog } from '../a-log.ts';
import { aMetrics } from '../a-metrics.ts';
import { aRound } from '../a-round.ts';
import { textAt } from '../at.ts';
import { aNoticeEnvironment } from './a-notice-environment.ts';
import { groupMails } from './group-mails.ts';
import { noSweepTables } from './some-sweep-tables.ts';

const missing = { is: 'noncompliant', reason: 'owner-missing' } as const;
const origin = { kind: 'auto-scaling-group', id: 'workers', owner: null } as const;
const zone = 'us-west-2a';
const NAME = executionName(aLaunch(), 'launch');
const REPORTED = { isReported: true, by: 'another-launch', mail: 'its-mail' } as const;
const FREE = { isReported: false, launches: 0, since: null } as const;

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

const notify = async (answer: GroupMail | Error, input: Partial<NoticeInput>) => {
  const { asked, groupMails: table } = groupMails(answer);
  const log = aLog();
  const handler = createHandler(aNoticeEnvironment(), {
    groupMails: table,
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

describe('a launch of an Auto Scaling group', () => {
  test('is reported if it is the first of the hour, and the mail says that it is for an hour', async () => {
    const { notice, asked } = await notify(FREE, { check: warning });
    expect(asked).toEqual([
      {
        group: '422448306679 us-west-2 workers enforce bob@ucsc.edu',
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
    const { notice, asked } = await notify(REPORTED, {
      check: termination,
      terminations,
      notice: { outcomes: warned },
    });
    expect(asked).toEqual([]);
    expect(notice.mails[0]?.message).toContain('1 instance terminated');
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
    const { notice } = await notify(
      { isReported: false, launches: 7, since: textAt(-58) },
      { check: warning },
    );
    expect(topics(notice.mails)).toEqual([['person', 'administrators'], ['422448306679']]);
    expect(notice.mails[1]?.message).toContain('It has launched 7 more since 08:02 PST');
  });

  test('is reported if the table does not answer', async () => {
    const { notice, log } = await notify(new Error('table down'), { check: warning });
    expect(notice.mails).toHaveLength(1);
    expect(log).toContain('group-mail-unavailable');
  });

  test('is always reported if it failed, with the failure only', async () => {
    const later = { check: termination, terminations, notice: { outcomes: warned, warnedIn: 'its-mail' } };
    const { notice } = await notify(REPORTED, later);
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
    const { notice, asked } = await notify(REPORTED, { check });
    expect(asked).toMatchObject([
      { group: 'inherited 422448306679 us-west-2 i-0leader enforce bob@ucsc.edu' },
    ]);
    expect(notice).not.toHaveProperty('warnedIn');
    expect(notice.mails[0]?.subject).toContain('1 instance will be terminated');
    expect(notice.mails[0]?.message).not.toContain('nothing to do');
  });
});
