import { personTopic } from '../../lambdas/domain/launcher/directory.ts';

/** People, by their user names in the gateway account. */
export const PEOPLE = {
  ada: 'ada@example.org',
  bob: 'bob@example.org',
  /** She never confirms a subscription. */
  carol: 'carol@example.org',
  /** Is created and deleted during the test. */
  dan: 'dan@example.org',
} as const;
export type Person = keyof typeof PEOPLE;

export const PERSONS = ['ada', 'bob', 'carol', 'dan'] as const satisfies readonly Person[];

/** A user of the gateway account who is not a person. */
export const ROBOT = 'backup-robot';

/** A topic's readers, as stories name them. */
export type Reader = Person | 'sub-account' | 'administrators';

const isPerson = (reader: Reader): reader is Person => reader in PEOPLE;

/** The name of a topic, without the prefix of all topics. */
export const topicOf = (reader: Reader, accountId: string): string => {
  if (isPerson(reader)) return `person-${personTopic(PEOPLE[reader])}`;
  return reader === 'sub-account' ? accountId : reader;
};
