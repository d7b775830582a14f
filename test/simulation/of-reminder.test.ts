import { describe, expect, test } from '@jest/globals';
import { notReminded, ofReminder, wronglyCorrected } from './invariants/of-reminder.ts';
import type { Reminding, SeenMail } from './observed/mail.ts';
import type { Observations, ResourceHistory } from './observed/seen.ts';
import { SANDBOX, TREEHOUSE } from './settings.ts';
import { aMail, anInjection, minute, someObservations } from './some-observations.ts';

const tagsOf = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));
const ANN = { Owner: 'ann@ucsc.edu' };

/** The tags that were shown to the service; null if none could be shown. */
const read = (minutes: number, tags: Readonly<Record<string, string>> | null) => ({
  at: minute(minutes),
  tags: tags && tagsOf(tags),
});

/** A queue that ann created at minute 0 and never tagged. */
const aQueue = (overrides: Partial<ResourceHistory> = {}): ResourceHistory => ({
  arn: `arn:aws:sqs:us-west-2:${TREEHOUSE}:jobs`,
  resourceType: 'sqs',
  accountId: TREEHOUSE,
  region: 'us-west-2',
  created: [
    {
      at: minute(0),
      caller: { name: 'ann@ucsc.edu', userIds: [] },
      parentId: null,
      by: 'console',
      tags: [],
    },
  ],
  tags: [{ at: minute(0), tags: [] }],
  reads: [read(11, {})],
  ...overrides,
});

const JOBS = {
  accountId: TREEHOUSE,
  region: 'us-west-2',
  resourceType: 'sqs',
  id: 'jobs',
  isUnreadable: false,
};

const reminder = (
  minutes: number,
  says: Partial<Reminding> = {},
  overrides: Partial<SeenMail> = {},
): SeenMail => {
  const reminding = {
    to: 'person',
    noticeId: `n-${minutes}`,
    count: 1,
    listed: [JOBS],
    made: [],
    ...says,
  } as const;
  return { ...aMail(minutes, 'other'), sections: [], reminder: reminding, ...overrides };
};

const seen = (
  mails: readonly SeenMail[],
  queue = aQueue(),
  overrides: Partial<Observations> = {},
): Observations =>
  someObservations([], { resources: new Map([[queue.arn, queue]]), mails: [...mails], ...overrides });

/** The rules that the last of these mails breaks. */
const broken = (
  mails: readonly SeenMail[],
  queue = aQueue(),
  overrides: Partial<Observations> = {},
): string[] => {
  const last = mails.at(-1);
  return last ? ofReminder(last, seen(mails, queue, overrides)).map(({ invariant }) => invariant) : [];
};

describe('a mail about a resource', () => {
  test('is right if the resource had no valid Owner when it was read', () => {
    expect(broken([reminder(16)])).toEqual([]);
    expect(broken([reminder(16)], aQueue({ reads: [read(11, { Owner: '' })] }))).toEqual([]);
    expect(broken([reminder(16)], aQueue({ reads: [read(11, {}), read(12, ANN)] }))).toEqual([]);
  });

  test.each([
    ['it had one', aQueue({ reads: [read(11, ANN)] })],
    ['it was read only later', aQueue({ reads: [read(17, {})] })],
    ['it was gone', aQueue({ reads: [read(11, null)] })],
    ['it is exempt', aQueue({ reads: [read(11, { Course: 'bme-237' })] })],
    ['nobody created it', aQueue({ created: [] })],
    ['it is not there', aQueue({ arn: `arn:aws:sqs:us-west-2:${TREEHOUSE}:other-jobs` })],
  ])('is wrong if %s', (_why, queue) => {
    expect(broken([reminder(16)], queue)).toContain('reminded-rightly');
  });

  test('is wrong if a service made it for itself', () => {
    const created = aQueue().created.map((one) => ({ ...one, by: 'auto-scaling' as const }));
    expect(broken([reminder(16)], aQueue({ created }))).toEqual(['reminded-rightly']);
  });

  test('says that tags could not be read only where that is so', () => {
    const says = { listed: [{ ...JOBS, isUnreadable: true }] };
    expect(broken([reminder(16, says)])).toEqual(['reminded-rightly']);
    expect(broken([reminder(16, says)], aQueue({ reads: [read(11, null)] }))).toEqual([]);
    const injections = [anInjection(12, { fn: 'reminders', what: 'reminders: tag:GetResources' })];
    expect(broken([reminder(16, says)], aQueue({ reads: [] }), { injections })).toEqual([]);
  });

  test('follows the patterns that are deployed', () => {
    const injections = [anInjection(5, { kind: 'unmatched-deploy' })];
    expect(broken([reminder(16)], aQueue({ reads: [read(11, ANN)] }), { injections })).toEqual([]);
  });

  test('goes to nobody who has nothing to do with it', () => {
    expect(broken([reminder(16, {}, { readers: ['bob@ucsc.edu'] })])).toEqual(['addressed']);
    const topicArn = 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-administrators';
    expect(broken([reminder(16, {}, { readers: ['bob@ucsc.edu'], topicArn })])).toEqual([]);
  });
});

describe('a second mail', () => {
  const other = { ...JOBS, id: 'more' };
  const queue = aQueue();
  const more = aQueue({ arn: `arn:aws:sqs:us-west-2:${TREEHOUSE}:more` });
  const second = (mail: SeenMail, injections: Observations['injections'] = []): string[] => {
    const mails = [reminder(16), mail];
    const resources = new Map([queue, more].map((one) => [one.arn, one]));
    return ofReminder(mail, { ...seen(mails), resources, injections }).map(({ invariant }) => invariant);
  };

  test('tells of other resources, an hour later', () => {
    expect(second(reminder(76, { listed: [other] }))).toEqual([]);
    expect(second(reminder(76))).toEqual(['reminded-once']);
    expect(second(reminder(60, { listed: [other] }))).toEqual(['reminded-once']);
  });

  test('may come sooner to another topic, or for another mailbox of it', () => {
    const topicArn = 'tag-enforcement-person-bob';
    expect(second(reminder(20, { listed: [other] }, { topicArn }))).toEqual([]);
    expect(second(reminder(20, {}, { topicArn }))).toEqual(['reminded-once']);
    expect(second(reminder(20, { listed: [other], to: 'sub-account' }))).toEqual([]);
  });

  test('may repeat the first one where nobody may know that SNS took it', () => {
    const lost = (minutes: number, fn = 'publish', what = 'publish: sns:publish') => [
      anInjection(minutes, { kind: 'killed', fn, what }),
    ];
    expect(second(reminder(18, { noticeId: 'n-16' }), lost(16))).toEqual([]);
    expect(second(reminder(18, { noticeId: 'n-18' }), lost(16))).toEqual(['reminded-once']);
    expect(second(reminder(76), lost(16))).toEqual([]);
    expect(second(reminder(76), lost(40))).toEqual(['reminded-once']);
    expect(second(reminder(76), lost(24, 'reminders', 'reminders: dynamodb:told'))).toEqual([]);
  });

  test('comes an hour after the first was to be sent, if that had to be tried again', () => {
    const failed = (minutes: number, what: string) => [
      anInjection(minutes, { kind: 'server-error', fn: 'reminders', what }),
    ];
    const next = (minutes: number, what = 'reminders: sqs:SendMessage') =>
      second(reminder(62, { listed: [other] }), failed(minutes, what));
    expect(next(5)).toEqual([]);
    expect(next(5, 'reminders: dynamodb:claimHour')).toEqual([]);
    expect(next(12)).toEqual(['reminded-once']);
    expect(next(5, 'reminders: tag:GetResources')).toEqual(['reminded-once']);
  });

  test('does not tell again of a stack', () => {
    const made = [{ maker: 'stack web, treehouse, us-west-2', count: 1 }];
    const unnamed = [{ maker: 'a stack, treehouse, us-west-2', count: 1 }];
    const twice = (those: Reminding['made']) => {
      const mails = [reminder(16, { listed: [], made: those }), reminder(76, { listed: [], made: those })];
      return broken(mails);
    };
    expect(twice(made)).toEqual(['reminded-once']);
    expect(twice(unnamed)).toEqual([]);
  });
});

describe('a near miss', () => {
  const NEAR = { owner: 'ann@ucsc.edu' };
  const corrected = (
    tags: Readonly<Record<string, string>>,
    was: Readonly<Record<string, string>> = NEAR,
    overrides: Partial<ResourceHistory> = {},
  ) =>
    aQueue({
      tags: [
        { at: minute(0), tags: tagsOf(was) },
        { at: minute(11), tags: tagsOf({ ...was, ...tags }), by: 'service' },
      ],
      reads: [read(11, was)],
      ...overrides,
    });
  const wrong = (queue: ResourceHistory) =>
    wronglyCorrected(seen([], queue)).map(({ invariant }) => invariant);

  test('is corrected to what it means', () => {
    expect(wrong(corrected(ANN))).toEqual([]);
    expect(wrong(corrected({ Owner: 'bob@ucsc.edu' }))).toEqual(['corrected-rightly']);
    expect(wrong(corrected(ANN, {}))).toEqual(['corrected-rightly']);
    expect(wrong(corrected(ANN, NEAR, { accountId: SANDBOX }))).toEqual(['corrected-rightly']);
  });

  test('is corrected over no Owner, but over the same one again', () => {
    expect(wrong(corrected(ANN, { ...NEAR, Owner: 'bob@ucsc.edu' }))).toEqual(['overwritten']);
    expect(wrong(corrected(ANN, { ...NEAR, ...ANN }, { reads: [read(11, NEAR)] }))).toEqual([]);
  });

  test('is told as corrected only if it was, and also if it is right since', () => {
    const says = { listed: [{ ...JOBS, isCorrected: true }] };
    const rules = (queue: ResourceHistory) => broken([reminder(16, says)], queue);
    expect(rules(corrected(ANN))).toEqual([]);
    expect(rules(aQueue({ reads: [read(11, NEAR)] }))).toEqual(['reminded-rightly']);
    expect(notReminded(seen([], corrected(ANN)), minute(120))).toHaveLength(1);
  });
});

test('what one service does not show delays nothing that others create', () => {
  const refused = (arn: string) => [
    anInjection(12, { kind: 'service-unread', fn: 'reminders', what: `reminders: tag:GetResources ${arn}` }),
  ];
  const missed = (arn: string) =>
    notReminded(seen([], aQueue(), { injections: refused(arn) }), minute(120)).length;
  expect(missed(`arn:aws:sns:us-west-2:${TREEHOUSE}:news`)).toBe(1);
  expect(missed(aQueue().arn)).toBe(0);
});

describe('a resource of which nobody is told', () => {
  const missed = (queue = aQueue(), overrides: Partial<Observations> = {}, end = 120): number =>
    notReminded(seen([], queue, overrides), minute(end)).length;

  test('is wrong, once a mail is due', () => {
    expect(missed()).toBe(1);
    expect(missed(aQueue(), {}, 20)).toBe(0);
    expect(notReminded(seen([reminder(16)]), minute(120))).toEqual([]);
    expect(notReminded(seen([reminder(40)]), minute(120))).toHaveLength(1);
  });

  test('may wait an hour after a mail about something else', () => {
    const mails = [reminder(10, { listed: [] })];
    expect(notReminded(seen(mails), minute(80))).toEqual([]);
    expect(notReminded(seen(mails), minute(110))).toHaveLength(1);
  });

  test('is right if it had an Owner in time, was deleted, is no person’s, or something went wrong', () => {
    const later = (minutes: number, tags: ResourceHistory['tags'][number]['tags']) =>
      aQueue({ tags: [...aQueue().tags, { at: minute(minutes), tags }] });
    expect(missed(later(9, tagsOf(ANN)))).toBe(0);
    expect(missed(later(30, tagsOf(ANN)))).toBe(1);
    expect(missed(later(9, null))).toBe(0);
    const created = aQueue().created.map((one) => ({ ...one, by: 'stack' as const }));
    expect(missed(aQueue({ created }))).toBe(0);
    expect(missed(aQueue(), { injections: [anInjection(8)] })).toBe(0);
    expect(missed(aQueue(), { injections: [anInjection(90)] })).toBe(1);
  });
});
