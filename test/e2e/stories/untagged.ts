import type { SubAccountName } from '../configuration.ts';
import type { By, Story } from '../story.ts';
import { kept, switched } from './fates.ts';

/** Two instances with an Owner that are old enough for a sweep. */
const ofTwo = (account: SubAccountName, by: By, owner: Story['owner']): Story => ({
  title: `of two by ${owner}, whose Owner a script takes away`,
  account,
  region: 'us-west-2',
  by,
  ...kept,
  count: 2,
  tags: { Name: 'blast', Owner: 'ada@example.org' },
  minutesLate: 60,
  execution: false,
  owned: 2,
  owner,
  mails: [],
});

const ofFour = (account: SubAccountName): readonly Story[] => [
  ofTwo(account, switched('bob'), 'bob'),
  ofTwo(account, switched('ada'), 'ada'),
];

/** Four instances of one account that lose their Owner at once: more than the breaker allows. */
export const RELEASED = ofFour('alpha');
export const DISMISSED = ofFour('beta');
