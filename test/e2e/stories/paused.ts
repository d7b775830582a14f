import type { Story } from '../story.ts';
import { ended, switched, willBe } from './fates.ts';

/** A launch that is due during the pause: it is held, and a sweep takes it up. It must be old enough for the sweep by then. */
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

/** A launch without an event. Only a sweep finds it. */
export const FORGOTTEN: Story = {
  title: 'without an event',
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

/** The Owner is removed after the launch's own grace period. The new grace period is due after the pause. */
export const TAKEN_AWAY: Story = {
  title: 'tagged in the call, its Owner removed later',
  account: 'beta',
  region: 'us-west-2',
  by: { is: 'stranger' },
  ...ended(['sub-account', 'administrators']),
  tags: { Name: 'notebook', Owner: 'ada@example.org' },
  minutesLate: 60,
  afterwards: 'untag',
  owner: 'ada',
};
