/** A message that is no readable CloudTrail record of a launch: it goes to the dead-letter queue. */
export class RecordNotReadable extends Error {
  override readonly name = 'RecordNotReadable';
  constructor(expected: string, options?: ErrorOptions) {
    super(
      `The message holds no readable record of a launch: ${expected}. Inspect it in the dead-letter queue.`,
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
