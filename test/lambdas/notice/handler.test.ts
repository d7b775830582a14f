import { describe, expect, test } from '@jest/globals';
import type { CheckInput } from '../../../lambdas/domain/grace-period/input.ts';
import type { Notice } from '../../../lambdas/domain/grace-period/outcome.ts';
import { plan } from '../../../lambdas/domain/grace-period/plan.ts';
import type { Plan } from '../../../lambdas/domain/grace-period/round.ts';
import type { Instance } from '../../../lambdas/domain/instances.ts';
import { createHandler } from '../../../lambdas/notice/handler.ts';
import { aBreaker } from '../a-breaker.ts';
import { aCheckInput, afterRound } from '../a-check-input.ts';
import { aLog } from '../a-log.ts';
import { aMetrics } from '../a-metrics.ts';
import { aPolicy } from '../a-policy.ts';
import { anInstance } from '../an-instance.ts';
import { anObservation } from '../an-observation.ts';
import { at, textAt } from '../at.ts';
import { aNoticeEnvironment } from './a-notice-environment.ts';
import { noHourlyMails } from './hourly-mails.ts';
import { noSweepTables } from './some-sweep-tables.ts';

const notify = createHandler(aNoticeEnvironment(), {
  hourlyMails: noHourlyMails,
  breaker: aBreaker(),
  ...noSweepTables,
  log: aLog(),
  metrics: aMetrics(),
});
const check = (
  minute: number,
  instances: readonly Instance[],
  input: CheckInput = aCheckInput(),
  mode: 'enforce' | 'dry-run' = 'enforce',
): Plan => plan(input, anObservation(instances), aPolicy({ mode }), at(minute));

const topicsOf = (to: readonly string[]) =>
  to.map((topicArn) => topicArn.split(':')[5]?.replace(/(person-bob-ucsc-edu)-\w+$/, '$1'));
const subjects = ({ mails }: Notice) => mails.map(({ to, subject }) => [...topicsOf(to), subject]);
const decisions = ({ outcomes }: Notice) => outcomes.map(({ decision }) => decision);

const untagged = anInstance('i-1');
const inDryRun = aCheckInput({ account: { name: 'pangenomics', mode: 'dry-run' } });

const SUB_ACCOUNT = 'tag-enforcement-422448306679';
const ADMINISTRATORS = 'tag-enforcement-administrators';
const BOB = 'tag-enforcement-person-bob-ucsc-edu';
const nobody = { userName: null, description: 'role developer', evidence: null };

test('a warning goes to the person, with other topics in reserve, and the outcomes show it', async () => {
  const notice = await notify({ ...aCheckInput(), check: check(2, [untagged]) });
  const subject = 'pangenomics us-west-2: 1 instance will be terminated at 09:10 PST unless tagged Owner';
  expect(subjects(notice)).toEqual([[BOB, SUB_ACCOUNT, ADMINISTRATORS, subject]]);
  expect(notice.outcomes).toEqual([{ decision: 'warned', reason: 'owner-missing', instanceIds: ['i-1'] }]);
});

test('what `attribute` found has priority over the record', async () => {
  const amy = { userName: 'amy@ucsc.edu', description: 'amy@ucsc.edu', evidence: 'assume-role' as const };
  const notice = await notify({ ...aCheckInput(), launcher: amy, check: check(2, [untagged]) });
  expect(notice.mails.map(({ person }) => person)).toEqual(['amy@ucsc.edu']);
  expect(notice.mails[0]?.message).toContain('Value=amy@ucsc.edu');
});

test('if the launcher is unknown, program managers and administrators get the mail', async () => {
  const { mails } = await notify({ ...aCheckInput(), launcher: nobody, check: check(2, [untagged]) });
  expect(mails.map(({ to, person }) => [...topicsOf(to), person])).toEqual([
    [SUB_ACCOUNT, null],
    [ADMINISTRATORS, null],
  ]);
});

test('a mail has the same id when it is written again, and another one in the next round', async () => {
  const idsAt = async (minute: number) => {
    const notice = await notify({ ...aCheckInput(), launcher: nobody, check: check(minute, [untagged]) });
    for (const { id, message } of notice.mails) expect(message).toContain(`Notice:      ${id.slice(0, 10)}`);
    return notice.mails.map(({ id }) => id);
  };
  const ids = [...(await idsAt(2)), ...(await idsAt(3))];
  expect(new Set(ids).size).toBe(4);
  expect(await idsAt(2)).toEqual(ids.slice(0, 2));
});

test('in dry-run only administrators get the mail, with what would be terminated', async () => {
  const first = check(2, [untagged], inDryRun, 'dry-run');
  const warned = await notify({ ...inDryRun, check: first });
  const second = check(10, [untagged], afterRound(inDryRun, first, textAt(2)), 'dry-run');
  const notice = await notify({ ...inDryRun, check: second, notice: warned });
  expect([...subjects(warned), ...subjects(notice)]).toEqual([
    ['tag-enforcement-administrators', expect.stringMatching(/^\[dry-run] .* would be terminated at/)],
    ['tag-enforcement-administrators', expect.stringMatching(/^\[dry-run] .* would be terminated now/)],
  ]);
  expect(decisions(notice)).toEqual(['would-terminate']);
});

describe('there is no mail without news', () => {
  test.each([
    ['all instances are compliant', anInstance('i-1', { Owner: 'shared' }), []],
    ['AWS manages them', anInstance('i-1', {}, { managedByAws: true }), ['exempt']],
    ['their user terminated them', anInstance('i-1', {}, { state: 'terminated' }), ['gone']],
  ])('%s', async (_, instance, expected) => {
    const notice = await notify({ ...aCheckInput(), check: check(2, [instance]) });
    expect(notice.mails).toEqual([]);
    expect(decisions(notice)).toEqual(expected);
  });

  test('because the instances were tagged after the warning', async () => {
    const first = check(2, [untagged]);
    const warned = await notify({ ...aCheckInput(), check: first });
    const second = check(
      10,
      [anInstance('i-1', { Owner: 'shared' })],
      afterRound(aCheckInput(), first, textAt(2)),
    );
    const notice = await notify({ ...aCheckInput(), check: second, notice: warned });
    expect({ mails: notice.mails, decisions: decisions(notice) }).toEqual({
      mails: [],
      decisions: ['complied'],
    });
  });
});

test.each([
  ['an invalid value', anInstance('i-1', { Owner: 'nobody' }), {}],
  [
    'a repair that EC2 refuses again',
    anInstance('i-1', { owner: 'shared' }),
    { repair: [{ result: 'failed' as const, reason: 'UnauthorizedOperation', instanceIds: ['i-1'] }] },
  ],
])('the same news is not reported twice: %s', async (_, instance, answers) => {
  const first = { ...check(2, [instance]), ...answers };
  const firstNotice = await notify({ ...aCheckInput(), check: first });
  const second = { ...check(10, [instance], afterRound(aCheckInput(), first, textAt(2))), ...answers };
  const notice = await notify({ ...aCheckInput(), check: second, notice: firstNotice });
  expect(firstNotice.mails.map(({ to }) => topicsOf(to))).toEqual([[BOB, SUB_ACCOUNT], [ADMINISTRATORS]]);
  expect({ mails: notice.mails, outcomes: notice.outcomes }).toEqual({
    mails: [],
    outcomes: firstNotice.outcomes,
  });
});

test('a refusal by EC2 is reported as a failure, never as done', async () => {
  const first = check(2, [untagged]);
  const second = check(10, [untagged], afterRound(aCheckInput(), first, textAt(2)));
  const refused = { result: 'failed', reason: 'termination-protected', instanceIds: ['i-1'] } as const;
  const terminations = { results: [{ ...refused, instanceIds: ['i-1'] }], unfinished: [], ifGone: [] };
  const notice = await notify({ ...aCheckInput(), check: second, terminations });
  expect(notice.mails[0]?.subject).toContain('FAILED to terminate 1 instance (termination protection is on)');
  expect(notice.mails[0]?.message).not.toMatch(/instances? terminated/);
  expect(decisions(notice)).toEqual(['failed']);
});

test('a failed check is reported, and earlier outcomes stay', async () => {
  const warned = await notify({ ...aCheckInput(), check: check(2, [untagged]) });
  const failure = { Error: 'RoleNotAssumable', Cause: '{"errorMessage":"Cannot assume it"}' };
  const notice = await notify({ ...aCheckInput(), check: failure, notice: warned });
  expect(notice.outcomes).toEqual(warned.outcomes);
  const subject = 'pangenomics us-west-2: FAILED to check a launch (RoleNotAssumable)';
  expect(subjects(notice)).toEqual([
    [BOB, SUB_ACCOUNT, subject],
    [ADMINISTRATORS, subject],
  ]);
});
