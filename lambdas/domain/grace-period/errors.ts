/** A termination was requested in an account that is in dry-run. */
export class AccountNotEnforced extends Error {
  override readonly name = 'AccountNotEnforced';
  constructor(accountId: string) {
    super(`Account ${accountId} is not in mode enforce: nothing is terminated there.`);
  }
}

/** A verdict is too old to act on. The state machine checks again. */
export class StaleVerdict extends Error {
  override readonly name = 'StaleVerdict';
  constructor(checkedAt: string, ageSeconds: number) {
    super(`The verdict of ${checkedAt} is ${ageSeconds} s old (at most 60): check again before acting.`);
  }
}

/**
 * A verdict is too old to act on, after an attempt whose answer was lost. Instances that are terminating at the
 * next check may be this service's own work.
 */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
  constructor(checkedAt: string) {
    super(`An earlier attempt on the verdict of ${checkedAt} gave no answer: check again what it did.`);
  }
}

/** A round's notice comes too long after its check: a mail could say what is no longer true. */
export class StaleRound extends Error {
  override readonly name = 'StaleRound';
  constructor(checkedAt: string) {
    super(`The check of ${checkedAt} is more than five minutes old: check again before a notice.`);
  }
}

/** EC2 refused a TerminateInstances call because of one of its instances, and does not say which. */
export class TerminationRefused extends Error {
  override readonly name = 'TerminationRefused';
  /** For `other`, see the name of the error's cause. */
  readonly why: 'not-found' | 'protected' | 'unauthorized' | 'other';
  constructor(why: TerminationRefused['why'], instanceIds: readonly string[], options: ErrorOptions) {
    super(
      `TerminateInstances refused ${instanceIds.length} instances (${why}), first ${instanceIds[0]}.`,
      options,
    );
    this.why = why;
  }
}

/** EC2 refused a call about one instance or one Spot request. */
export class ActRefused extends Error {
  override readonly name = 'ActRefused';
  readonly call: 'StopInstances' | 'ModifyInstanceAttribute' | 'CancelSpotInstanceRequests';
  /** For `other`, see the name of the error's cause. */
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

/** The switch that pauses enforcement cannot be read. Until it can, no instance is terminated or stopped. */
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

/** An action was not finished while its verdict was fresh. The state machine checks again. */
export class NotFinished extends Error {
  override readonly name = 'NotFinished';
  /** The name of the last attempt's error. */
  readonly reason: string;
  /** Whether EC2 was called, and may have carried it out. */
  readonly mayHaveActed: boolean;
  constructor(reason: string, mayHaveActed: boolean, options?: ErrorOptions) {
    super(`Not done while the verdict was fresh (${reason}): check again before acting.`, options);
    this.reason = reason;
    this.mayHaveActed = mayHaveActed;
  }
}

/** A call was not made, because enforcement is paused or the breaker holds its instances. */
export class EnforcementHeld extends Error {
  override readonly name = 'EnforcementHeld';
  readonly by: 'paused' | 'breaker';
  constructor(by: EnforcementHeld['by']) {
    super(`Enforcement is held (${by}): nothing is asked of EC2 until an administrator decides.`);
    this.by = by;
  }
}

/** EC2 refused to write a tag: one of the instances has another value by now, or a policy forbids it. */
export class WriteRefused extends Error {
  override readonly name = 'WriteRefused';
  constructor(instanceIds: readonly string[], options: ErrorOptions) {
    super(
      `CreateTags was not authorized on ${instanceIds.length} instances, first ${instanceIds[0]}: look at their tags again.`,
      options,
    );
  }
}

/** A session policy is too large for STS. One for fewer instances is smaller. */
export class SessionPolicyTooLarge extends Error {
  override readonly name = 'SessionPolicyTooLarge';
  constructor(instanceIds: readonly string[], length: number, options?: ErrorOptions) {
    super(
      `The session policy for ${instanceIds.length} resources, first ${instanceIds[0]}, has ${length} characters, and STS ` +
        'takes 2,048 at most, or less when packed: ask for fewer. If it is one, set its tag by hand.',
      options,
    );
  }
}
