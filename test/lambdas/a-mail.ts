import type { Mail } from '../../lambdas/domain/mail.ts';

const topic = (name: string): string => `arn:aws:sns:us-west-2:652235167018:tag-enforcement-${name}`;

export const BOBS_TOPIC = topic('person-bob-ucsc-edu-0a1b');
export const SUB_ACCOUNT_TOPIC = topic('422448306679');
export const ADMINISTRATORS_TOPIC = topic('administrators');

/** A mail to a person, whose launcher is known. */
export const aMail = (overrides: Partial<Mail> = {}): Mail => ({
  id: 'a-mail',
  to: [BOBS_TOPIC, SUB_ACCOUNT_TOPIC, ADMINISTRATORS_TOPIC],
  person: 'bob@ucsc.edu',
  subject: 'pangenomics: terminates at 09:10',
  message: 'At 09:10 PST this instance ends.',
  ...overrides,
});
