import { printable } from '../printable.ts';

/** An id as AWS gives it is shorter; what stands in its place may be anything. */
const LONGEST_ID = 100;

/** A message that is no readable CloudTrail record of the call that its reader expects: it goes to the dead-letter queue. */
export class RecordNotReadable extends Error {
  override readonly name = 'RecordNotReadable';
  constructor(expected: string, options?: ErrorOptions) {
    super(
      `The message holds no readable CloudTrail record: ${expected}. Inspect it in the dead-letter queue.`,
      options,
    );
  }
}

/** A record truncated so far that nothing in it leads to its instances. */
export class LaunchNotIdentifiable extends Error {
  override readonly name = 'LaunchNotIdentifiable';
  constructor(eventId: string) {
    super(
      `Event ${printable(eventId).slice(0, LONGEST_ID)} names neither a reservation nor a client token: look for its instances by hand, at its eventTime.`,
    );
  }
}

/** A message of a queue that holds something else than expected: it goes to the dead-letter queue. */
export class MessageNotReadable extends Error {
  override readonly name = 'MessageNotReadable';
  constructor(expected: string, options?: ErrorOptions) {
    super(`The message cannot be read: ${expected}. Inspect it in the dead-letter queue.`, options);
  }
}
