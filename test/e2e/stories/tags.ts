import type { Story } from '../story.ts';
import { kept, switched, willBe } from './fates.ts';

/** Launches whose tags are corrected, or stay wrong. */
export const WITH_TAGS: readonly Story[] = [
  {
    title: 'with the key in lower case',
    account: 'alpha',
    region: 'us-east-1',
    by: switched('bob'),
    ...kept,
    count: 1,
    tags: { owner: 'ada@example.org' },
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
    ...kept,
    count: 1,
    tags: { Name: 'blast' },
    afterwards: 'tag-all',
    owned: 1,
    owner: 'bob',
    mails: [{ about: willBe('1 instance'), to: ['bob'] }],
  },
  {
    title: 'with an Owner who is nobody',
    account: 'beta',
    region: 'us-west-2',
    by: switched('ada'),
    ...kept,
    count: 1,
    tags: { Owner: 'ada' },
    owner: 'ada',
    mails: [
      {
        about: /: Tag Owner of 1 instance is not valid; nothing is terminated$/,
        to: ['ada', 'administrators'],
      },
    ],
  },
];
