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
      `Event ${eventId} names neither a reservation nor a client token: look for its instances by hand, at its eventTime.`,
    );
  }
}

/** A launch in an account that the configuration does not list. */
export class AccountNotListed extends Error {
  override readonly name = 'AccountNotListed';
  constructor(accountId: string) {
    super(`Account ${accountId} sent a launch and is not in subAccounts: add it, or remove its stacks.`);
  }
}

/** A termination asked for in an account that is in dry-run. */
export class AccountNotEnforced extends Error {
  override readonly name = 'AccountNotEnforced';
  constructor(accountId: string) {
    super(`Account ${accountId} is not in mode enforce: nothing is terminated there.`);
  }
}

/** A verdict too old to act on: the state machine looks again. */
export class StaleVerdict extends Error {
  override readonly name = 'StaleVerdict';
  constructor(checkedAt: string, ageSeconds: number) {
    super(`The verdict of ${checkedAt} is ${ageSeconds} s old (at most 60): check again before acting.`);
  }
}

/** The same, after an attempt whose answer was lost: what is found ending then may be this service's own work. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
  constructor(checkedAt: string) {
    super(`An earlier attempt on the verdict of ${checkedAt} gave no answer: check again what it did.`);
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

/** What EC2 refused for some instance of a TerminateInstances call; which one, it does not say. */
export class TerminationRefused extends Error {
  override readonly name = 'TerminationRefused';
  /** `other`: the cause's name says it. */
  readonly why: 'not-found' | 'protected' | 'unauthorized' | 'other';
  constructor(why: TerminationRefused['why'], instanceIds: readonly string[], options: ErrorOptions) {
    super(
      `TerminateInstances refused ${instanceIds.length} instances (${why}), first ${instanceIds[0]}.`,
      options,
    );
    this.why = why;
  }
}

/** A function's environment that lacks a variable, or holds a wrong one. */
export class EnvironmentInvalid extends Error {
  override readonly name = 'EnvironmentInvalid';
  constructor(details: string) {
    super(`The function's environment is wrong: ${details}. Deploy the hub again.`);
  }
}

/** A message of a queue that holds something else than expected: it goes to the dead-letter queue. */
export class MessageNotReadable extends Error {
  override readonly name = 'MessageNotReadable';
  constructor(expected: string, options?: ErrorOptions) {
    super(`The message cannot be read: ${expected}. Inspect it in the dead-letter queue.`, options);
  }
}

/** A list of users that lacks so many of those kept that it is more likely wrong than they are gone. */
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

/** A mail that no topic is named for. */
export class MailWithoutTopic extends Error {
  override readonly name = 'MailWithoutTopic';
  constructor(id: string) {
    super(`Mail ${id} names no topic: nobody can get it. Look at the execution that composed it.`);
  }
}

/** What launched instances cannot be read, while they would inherit its Owner: nothing is judged on half a look. */
export class OriginNotReadable extends Error {
  override readonly name = 'OriginNotReadable';
  constructor(kind: string, id: string, options: ErrorOptions) {
    super(
      `Cannot read the tags of ${kind} ${id}, whose Owner its instances inherit: look at the account's read role.`,
      options,
    );
  }
}

/** What EC2 refused because of the one instance or Spot request that a call was about. */
export class ActRefused extends Error {
  override readonly name = 'ActRefused';
  readonly call: 'StopInstances' | 'ModifyInstanceAttribute' | 'CancelSpotInstanceRequests';
  /** `other`: the cause's name says it. */
  readonly why: TerminationRefused['why'];
  constructor(
    call: ActRefused['call'],
    why: ActRefused['why'],
    ids: readonly string[],
    options: ErrorOptions,
  ) {
    super(`${call} refused ${ids.length} (${why}), first ${ids[0]}.`, options);
    this.call = call;
    this.why = why;
  }
}

/** The switch that pauses enforcement cannot be read: nothing is asked of EC2 while it is not known. */
export class PauseNotReadable extends Error {
  override readonly name = 'PauseNotReadable';
  constructor(parameterName: string, options: ErrorOptions) {
    super(
      `Cannot read parameter ${parameterName}, which says whether enforcement is paused: nothing is terminated without ` +
        "it. Is it there, and may the function's role read it?",
      options,
    );
  }
}

/** A call that is not made: enforcement is paused. */
export class EnforcementPaused extends Error {
  override readonly name = 'EnforcementPaused';
  constructor() {
    super('Enforcement is paused: nothing is asked of EC2 until it goes on.');
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
