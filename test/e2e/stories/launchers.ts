import type { Story } from '../story.ts';
import { ended, kept, switched, wasTerminated, willBe } from './fates.ts';

const LEADER = 'tagged in the call';

/** Launches by every kind of caller. */
export const BY_LAUNCHERS: readonly Story[] = [
  {
    title: LEADER,
    account: 'alpha',
    region: 'us-west-2',
    by: { is: 'iam-user' },
    ...kept,
    count: 2,
    tags: { Name: 'notebook', Owner: 'ada@example.org' },
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
    ...kept,
    count: 2,
    tags: { Name: 'worker' },
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
    title: 'by a session that no rule reported, but CloudTrail has',
    account: 'alpha',
    region: 'us-west-2',
    by: { is: 'session', person: 'bob', isReported: false },
    ...ended(['bob'], ['sub-account', 'administrators']),
    owner: 'bob',
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
