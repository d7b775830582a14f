import { printable } from './text.ts';

/** A launch in an account that the configuration does not list. */
export class AccountNotListed extends Error {
  override readonly name = 'AccountNotListed';
  constructor(accountId: string) {
    super(`Account ${accountId} sent a launch and is not in subAccounts: add it, or remove its stacks.`);
  }
}

/** A role in a sub-account that cannot be assumed. */
export class RoleNotAssumable extends Error {
  override readonly name = 'RoleNotAssumable';
  constructor(roleArn: string, options: ErrorOptions) {
    super(
      `Cannot assume ${roleArn}: deploy the account's stack, or look at the role's trust policy.`,
      options,
    );
  }
}

/** A function's environment that lacks a variable, or holds a wrong one. */
export class EnvironmentInvalid extends Error {
  override readonly name = 'EnvironmentInvalid';
  constructor(details: string) {
    super(`The function's environment is wrong: ${details}. Deploy the hub again.`);
  }
}

/** A mail that names no topic. */
export class MailWithoutTopic extends Error {
  override readonly name = 'MailWithoutTopic';
  constructor(id: string) {
    super(`Mail ${id} names no topic: nobody can get it. Look at the execution that composed it.`);
  }
}

/**
 * The origin of some instances cannot be read. They would inherit its Owner, so they cannot be judged without
 * it.
 */
export class OriginNotReadable extends Error {
  override readonly name = 'OriginNotReadable';
  constructor(kind: string, id: string, options: ErrorOptions) {
    super(
      `Cannot read the tags of ${kind} ${id}, whose Owner its instances inherit: look at the account's read role.`,
      options,
    );
  }
}

/** A sweep of an account that could not read some of its Regions; the others are swept. */
export class SweepIncomplete extends AggregateError {
  override readonly name = 'SweepIncomplete';
  constructor(accountId: string, failures: readonly { readonly region: string; readonly error: unknown }[]) {
    const regions = failures.map(({ region }) => region).join(', ');
    super(
      failures.map(({ error }) => error),
      `Account ${accountId} was not swept in ${regions} (${failures[0]?.error}): look at its read role. The others were; the ` +
        'next sweep tries again.',
    );
  }
}

/** AWS's ids are shorter. A malformed record may hold any text in place of an id. */
const MAX_ID_LENGTH = 100;

/** A message without a readable CloudTrail record of the expected call. It goes to the dead-letter queue. */
export class RecordNotReadable extends Error {
  override readonly name = 'RecordNotReadable';
  constructor(expected: string) {
    super(
      `The message holds no readable CloudTrail record: ${expected}. Inspect it in the dead-letter queue.`,
    );
  }
}

/** A truncated record without reservation and client token: its instances cannot be found. */
export class LaunchNotIdentifiable extends Error {
  override readonly name = 'LaunchNotIdentifiable';
  constructor(eventId: string) {
    super(
      `Event ${printable(eventId).slice(0, MAX_ID_LENGTH)} names neither a reservation nor a client token: look for its instances by hand, at its eventTime.`,
    );
  }
}

/** A queue message of an unexpected form. It goes to the dead-letter queue. */
export class MessageNotReadable extends Error {
  override readonly name = 'MessageNotReadable';
  constructor(expected: string, options?: ErrorOptions) {
    super(`The message cannot be read: ${expected}. Inspect it in the dead-letter queue.`, options);
  }
}

/** IAM's list lacks so many users of the directory that the list is probably wrong. */
export class TooManyUsersGone extends Error {
  override readonly name = 'TooManyUsersGone';
  constructor(gone: number, kept: number) {
    super(
      `IAM no longer lists ${gone} of the ${kept} users that the directory keeps: nothing is changed. Is ` +
        'gateway.accountId right? If they are really gone, delete their topics, and their items (pk "user") in the table.',
    );
  }
}

/** A refresh of the directory that failed for some users; the others are up to date. */
export class DirectoryIncomplete extends AggregateError {
  override readonly name = 'DirectoryIncomplete';
  constructor(userNames: readonly string[], causes: readonly unknown[]) {
    super(
      causes,
      `The directory is not up to date for ${userNames.length} users, first ${userNames[0]} (${causes[0]}): ` +
        'the next refresh tries again; the log names each.',
    );
  }
}

/** The breaker's record of an account could not be written: other writers changed it before each attempt. */
export class BreakerBusy extends Error {
  override readonly name = 'BreakerBusy';
  constructor(accountId: string, attempts: number) {
    super(
      `Cannot count the grace periods of account ${accountId}: its record changed meanwhile, ${attempts} times. Nothing ` +
        'has begun: the queue or the next sweep tries again.',
    );
  }
}

/** It cannot be read whether the breaker holds the instances that are due. Until it can, nothing is terminated. */
export class BreakerNotReadable extends Error {
  override readonly name = 'BreakerNotReadable';
  constructor(accountId: string, options: ErrorOptions) {
    super(
      `Cannot read whether the breaker holds instances of account ${accountId}: nothing is terminated without it. Is the ` +
        "table there, and may the function's role read it?",
      options,
    );
  }
}

/** IAM did not make its report of credentials in time. It makes one in seconds or minutes, and keeps it for four hours. */
export class CredentialReportNotMade extends Error {
  override readonly name = 'CredentialReportNotMade';
  constructor(waitedSeconds: number) {
    super(
      `IAM has not made its credential report within ${waitedSeconds} seconds: try again in some minutes. If it never does, ` +
        'look in the console of the gateway account: IAM, Credential report, Download.',
    );
  }
}

/** CloudFormation did not take the answer: it waits for another, up to an hour. */
export class AnswerNotTaken extends Error {
  override readonly name = 'AnswerNotTaken';
  constructor(status: number) {
    super(`CloudFormation refused the answer with HTTP status ${status}: Lambda runs the function again.`);
  }
}

/** An amount of money that is no decimal number. */
export class AmountInvalid extends Error {
  override readonly name = 'AmountInvalid';
  constructor(text: string) {
    super(
      `An amount is no decimal number: ${printable(text).slice(0, MAX_ID_LENGTH)}. Look at the report's costs.`,
    );
  }
}
