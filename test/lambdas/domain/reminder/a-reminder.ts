import type { Reminder } from '../../../../lambdas/domain/reminder/reminder.ts';
import { textAt } from '../../at.ts';

/** A queue that bob created in the tests' sub-account. */
export const aReminder = (overrides: Partial<Reminder> = {}): Reminder => ({
  arn: 'arn:aws:sqs:us-west-2:422448306679:jobs',
  resourceType: 'sqs',
  accountId: '422448306679',
  accountName: 'pangenomics',
  mode: 'enforce',
  region: 'us-west-2',
  at: textAt(0),
  eventId: 'an-event',
  finding: { is: 'noncompliant', reason: 'owner-missing' },
  maker: null,
  creator: 'bob@ucsc.edu (who assumed role developer)',
  ...overrides,
});
