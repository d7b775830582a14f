import type { Story } from '../story.ts';
import { ended, switched, willBe } from './fates.ts';

/** Due while the service is paused: it is held, and a sweep takes it up. It must not be young when that comes by. */
export const HELD: Story = {
  title: 'due within a pause',
  account: 'beta',
  region: 'us-west-2',
  by: switched('bob'),
  ...ended(['bob']),
  minutesLate: 60,
  takenUp: 'resume',
  owner: 'bob',
  mails: [
    { about: willBe('1 instance'), to: ['bob'] },
    { about: /: 1 instance held, not terminated: enforcement is paused$/, to: ['bob', 'administrators'] },
  ],
};

/** A launch that no event tells of: only a sweep finds it. */
export const FORGOTTEN: Story = {
  title: 'that no event told of',
  account: 'alpha',
  region: 'us-east-1',
  by: { is: 'stranger' },
  ...ended([]),
  minutesLate: 60,
  arrives: 'never',
  execution: false,
  takenUp: 'sweep',
  owner: 'ada',
  mails: [],
};

/** Taken away while the launch is new, it would be the launch's own matter. What follows is due after the pause. */
export const TAKEN_AWAY: Story = {
  title: 'tagged in the call, its Owner taken away later',
  account: 'beta',
  region: 'us-west-2',
  by: { is: 'stranger' },
  ...ended(['sub-account', 'administrators']),
  tags: { Name: 'notebook', Owner: 'ada@example.org' },
  minutesLate: 60,
  afterwards: 'untag',
  owner: 'ada',
};
