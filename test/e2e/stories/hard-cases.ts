import type { Story } from '../story.ts';
import { ended, switched, willBe } from './fates.ts';

/** Launches whose record is repeated, late or sent back, and one whose instance is protected. */
export const HARD_CASES: readonly Story[] = [
  {
    title: 'without tags, its record delivered twice',
    account: 'alpha',
    region: 'us-west-2',
    by: { is: 'iam-user' },
    ...ended(['sub-account', 'administrators']),
    arrives: 'twice',
    owner: 'ada',
  },
  {
    title: 'with an empty Owner, its record an hour late',
    account: 'beta',
    region: 'us-west-2',
    by: switched('ada'),
    ...ended(['ada']),
    tags: { Owner: '' },
    minutesLate: 60,
    owner: 'ada',
  },
  {
    title: 'whose record was sent back from the dead letters',
    account: 'beta',
    region: 'us-west-2',
    by: { is: 'stranger' },
    ...ended(['sub-account', 'administrators']),
    arrives: 'as a dead letter',
    owner: 'ada',
  },
  {
    title: 'protected from termination',
    account: 'beta',
    region: 'us-west-2',
    by: switched('ada'),
    ...ended(['ada']),
    isProtected: true,
    terminated: 0,
    mails: [
      { about: willBe('1 instance'), to: ['ada'] },
      {
        about: /: 1 instance stopped at \d\d:\d\d UTC: termination protection is on$/,
        to: ['ada', 'administrators'],
      },
    ],
    owner: 'ada',
  },
];
