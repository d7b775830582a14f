import type { Call } from './launch.ts';
import { LAUNCHER } from './record.ts';

/** What people do with their instances after the warning. */
type Afterwards = 'nothing' | 'tag-all' | 'tag-first';

/** A launch, and what must become of it. */
export type Story = Call & {
  readonly title: string;
  readonly afterwards: Afterwards;
  /** How long ago it was when its record arrives, in minutes: CloudTrail may be late. */
  readonly minutesLate?: number;
  /** How often its record arrives. */
  readonly deliveries?: number;
  /** Whether it is judged at all: what is tagged in the call is not. */
  readonly execution: boolean;
  /** How many instances end, whatever the others. */
  readonly terminated: number;
  /** How many instances carry a valid Owner at last. */
  readonly owned: number;
  /** What its mails are about, in the order in which they go to each topic. */
  readonly mails: readonly RegExp[];
  /** The steps that a round of its execution has beside looking and telling. */
  readonly acts: readonly ('Repair' | 'Terminate')[];
};

const willBe = (count: string) =>
  new RegExp(`: ${count} will be terminated at \\d\\d:\\d\\d:\\d\\d UTC unless tagged Owner$`);
const wasTerminated = (count: string) =>
  new RegExp(`: ${count} terminated: no valid tag Owner when the grace period ended$`);

/** Launches of every kind, in each account and Region of the first deployment. */
export const STORIES: readonly Story[] = [
  {
    title: 'without tags, its record delivered twice',
    account: 'alpha',
    region: 'us-west-2',
    count: 1,
    tags: {},
    deliveries: 2,
    afterwards: 'nothing',
    execution: true,
    terminated: 1,
    owned: 0,
    mails: [willBe('1 instance'), wasTerminated('1 instance')],
    acts: ['Terminate'],
  },
  {
    title: 'tagged in the call',
    account: 'alpha',
    region: 'us-west-2',
    count: 2,
    tags: { Name: 'notebook', Owner: LAUNCHER },
    afterwards: 'nothing',
    execution: false,
    terminated: 0,
    owned: 2,
    mails: [],
    acts: [],
  },
  {
    title: 'with the key in lower case',
    account: 'alpha',
    region: 'us-east-1',
    count: 1,
    tags: { owner: LAUNCHER },
    afterwards: 'nothing',
    execution: true,
    terminated: 0,
    owned: 1,
    mails: [/: Tag Owner corrected on 1 instance: nothing to do$/],
    acts: ['Repair'],
  },
  {
    title: 'tagged in time, with the command of the mail',
    account: 'alpha',
    region: 'us-east-1',
    count: 1,
    tags: { Name: 'blast' },
    afterwards: 'tag-all',
    execution: true,
    terminated: 0,
    owned: 1,
    mails: [willBe('1 instance')],
    acts: [],
  },
  {
    title: 'three at once, one of them tagged in time',
    account: 'beta',
    region: 'us-west-2',
    count: 3,
    tags: { Name: 'worker' },
    afterwards: 'tag-first',
    execution: true,
    terminated: 2,
    owned: 1,
    mails: [willBe('3 instances'), wasTerminated('2 instances')],
    acts: ['Terminate'],
  },
  {
    title: 'with an Owner who is nobody',
    account: 'beta',
    region: 'us-west-2',
    count: 1,
    tags: { Owner: 'ada' },
    afterwards: 'nothing',
    execution: true,
    terminated: 0,
    owned: 0,
    mails: [/: Tag Owner of 1 instance is not valid; nothing is terminated$/],
    acts: [],
  },
  {
    title: 'with an empty Owner, its record an hour late',
    account: 'beta',
    region: 'us-west-2',
    count: 1,
    tags: { Owner: '' },
    minutesLate: 60,
    afterwards: 'nothing',
    execution: true,
    terminated: 1,
    owned: 0,
    mails: [willBe('1 instance'), wasTerminated('1 instance')],
    acts: ['Terminate'],
  },
];

/** A launch in the account that is added later. */
export const NEWCOMER: Story = {
  title: 'without tags, in the sub-account that was added',
  account: 'gamma',
  region: 'us-west-2',
  count: 1,
  tags: {},
  afterwards: 'nothing',
  execution: true,
  terminated: 1,
  owned: 0,
  mails: [willBe('1 instance'), wasTerminated('1 instance')],
  acts: ['Terminate'],
};
