import type { Person, Reader } from './people.ts';
import type { By, Story } from './story.ts';

const willBe = (count: string) =>
  new RegExp(`: ${count} will be terminated at \\d\\d:\\d\\d UTC unless tagged Owner$`);
const wasTerminated = (count: string) =>
  new RegExp(`: ${count} terminated at \\d\\d:\\d\\d UTC: no valid tag Owner$`);

const switched = (person: Person): By => ({ is: 'session', person, isTold: true });

/** What becomes of an instance that nobody tags; the warning may have other readers than the end. */
const ended = (to: readonly Reader[], orWarn: readonly Reader[] = to) =>
  ({
    count: 1,
    tags: {},
    afterwards: 'nothing',
    execution: true,
    terminated: 1,
    owned: 0,
    mails: [
      { about: willBe('1 instance'), to, orTo: orWarn },
      { about: wasTerminated('1 instance'), to },
    ],
    acts: ['Terminate'],
  }) as const satisfies Partial<Story>;

/** What is left as its people have it. */
const kept = { afterwards: 'nothing', execution: true, terminated: 0, owned: 0, acts: [] } as const;

const wasStopped = /: 1 instance stopped at \d\d:\d\d UTC: termination protection is on$/;

const LEADER = 'tagged in the call';

/** Launches of every kind, in each account and Region of the first deployment. */
export const STORIES: readonly Story[] = [
  {
    title: 'without tags, its record delivered twice',
    account: 'alpha',
    region: 'us-west-2',
    by: { is: 'iam-user' },
    ...ended(['ada']),
    deliveries: 2,
    owner: 'ada',
  },
  {
    title: LEADER,
    account: 'alpha',
    region: 'us-west-2',
    by: { is: 'iam-user' },
    count: 2,
    tags: { Name: 'notebook', Owner: 'ada@example.org' },
    ...kept,
    execution: false,
    owned: 2,
    owner: 'ada',
    mails: [],
  },
  {
    title: 'by a program on an instance that has an Owner',
    account: 'alpha',
    region: 'us-west-2',
    by: { is: 'instance', of: LEADER },
    count: 2,
    tags: { Name: 'worker' },
    ...kept,
    owned: 2,
    owner: 'ada',
    mails: [{ about: /: Tag Owner written on 2 instances: nothing to do$/, to: ['ada'] }],
    acts: ['Repair'],
  },
  {
    title: 'by a session of nobody known',
    account: 'alpha',
    region: 'us-west-2',
    by: { is: 'stranger' },
    ...ended(['sub-account', 'administrators']),
    owner: 'ada',
  },
  {
    title: 'by a session that no rule told of, but CloudTrail knows',
    account: 'alpha',
    region: 'us-west-2',
    by: { is: 'session', person: 'bob', isTold: false },
    ...ended(['bob'], ['sub-account', 'administrators']),
    owner: 'bob',
  },
  {
    title: 'with the key in lower case',
    account: 'alpha',
    region: 'us-east-1',
    by: switched('bob'),
    count: 1,
    tags: { owner: 'ada@example.org' },
    ...kept,
    owned: 1,
    owner: 'ada',
    mails: [{ about: /: Tag Owner corrected on 1 instance: nothing to do$/, to: ['bob'] }],
    acts: ['Repair'],
  },
  {
    title: 'tagged in time, with the command of the mail',
    account: 'alpha',
    region: 'us-east-1',
    by: switched('bob'),
    count: 1,
    tags: { Name: 'blast' },
    ...kept,
    afterwards: 'tag-all',
    owned: 1,
    owner: 'bob',
    mails: [{ about: willBe('1 instance'), to: ['bob'] }],
  },
  {
    title: 'of three by somebody whom no mail reaches, one of them tagged in time',
    account: 'beta',
    region: 'us-west-2',
    by: switched('carol'),
    count: 3,
    tags: { Name: 'worker' },
    afterwards: 'tag-first',
    execution: true,
    terminated: 2,
    owned: 1,
    owner: 'carol',
    mails: [
      { about: willBe('3 instances'), to: ['sub-account'], notReached: 'carol' },
      { about: wasTerminated('2 instances'), to: ['sub-account'], notReached: 'carol' },
    ],
    acts: ['Terminate'],
  },
  {
    title: 'with an Owner who is nobody',
    account: 'beta',
    region: 'us-west-2',
    by: { is: 'iam-user' },
    count: 1,
    tags: { Owner: 'ada' },
    ...kept,
    owner: 'ada',
    mails: [
      {
        about: /: Tag Owner of 1 instance is not valid; nothing is terminated$/,
        to: ['ada', 'administrators'],
      },
    ],
  },
  {
    title: 'with an empty Owner, its record an hour late',
    account: 'beta',
    region: 'us-west-2',
    by: { is: 'iam-user' },
    ...ended(['ada']),
    tags: { Owner: '' },
    minutesLate: 60,
    owner: 'ada',
  },
  {
    title: 'protected from termination',
    account: 'beta',
    region: 'us-west-2',
    by: { is: 'stranger' },
    ...ended(['sub-account', 'administrators']),
    isProtected: true,
    terminated: 0,
    mails: [
      { about: willBe('1 instance'), to: ['sub-account', 'administrators'] },
      { about: wasStopped, to: ['sub-account', 'administrators'] },
    ],
    owner: 'ada',
  },
  {
    title: 'tagged in the call, its Owner taken away later',
    account: 'beta',
    region: 'us-west-2',
    by: { is: 'stranger' },
    ...ended(['sub-account', 'administrators']),
    tags: { Name: 'notebook', Owner: 'ada@example.org' },
    afterwards: 'untag',
    owner: 'ada',
  },
];

/** A launch in the account that is added later. */
export const NEWCOMER: Story = {
  title: 'without tags, in the sub-account that was added',
  account: 'gamma',
  region: 'us-west-2',
  by: switched('bob'),
  ...ended(['bob']),
  owner: 'bob',
};

/** The same, due while the service is paused: it is held. It must not be young when a sweep comes by. */
export const HELD: Story = {
  ...NEWCOMER,
  title: 'in the sub-account that was added, due within a pause',
  minutesLate: 60,
  isHeld: true,
  mails: [
    { about: willBe('1 instance'), to: ['bob'] },
    { about: /: 1 instance held, not terminated: enforcement is paused$/, to: ['bob', 'administrators'] },
  ],
};

/** A launch that no event tells of. */
export const FORGOTTEN: Story = {
  title: 'that no event told of',
  account: 'alpha',
  region: 'us-west-2',
  by: { is: 'stranger' },
  ...ended(['sub-account', 'administrators']),
  minutesLate: 60,
  deliveries: 0,
  owner: 'ada',
};
