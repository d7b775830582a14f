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

/** A round that would be told long after its check: a mail would tell what is no longer so. */
export class StaleRound extends Error {
  override readonly name = 'StaleRound';
  constructor(checkedAt: string) {
    super(`The check of ${checkedAt} is more than five minutes old: check again before telling.`);
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

/** An act that came to no end while its verdict was fresh: check again. */
export class NotFinished extends Error {
  override readonly name = 'NotFinished';
  /** The name of what the last try met. */
  readonly reason: string;
  /** Whether EC2 was asked, and may have done it. */
  readonly mayHaveActed: boolean;
  constructor(reason: string, mayHaveActed: boolean, options?: ErrorOptions) {
    super(`Not done while the verdict was fresh (${reason}): check again before acting.`, options);
    this.reason = reason;
    this.mayHaveActed = mayHaveActed;
  }
}

/** A call that is not made: enforcement is paused, or the breaker holds what it is about. */
export class EnforcementHeld extends Error {
  override readonly name = 'EnforcementHeld';
  readonly by: 'paused' | 'breaker';
  constructor(by: EnforcementHeld['by']) {
    super(`Enforcement is held (${by}): nothing is asked of EC2 until an administrator decides.`);
    this.by = by;
  }
}

/** EC2 refused to write a tag: one of the instances carries another value by now, or a policy forbids it. */
export class WriteRefused extends Error {
  override readonly name = 'WriteRefused';
  constructor(instanceIds: readonly string[], options: ErrorOptions) {
    super(
      `CreateTags was not authorized on ${instanceIds.length} instances, first ${instanceIds[0]}: look at their tags again.`,
      options,
    );
  }
}

/** A session policy that STS does not take for its size. With fewer instances it is smaller. */
export class SessionPolicyTooLarge extends Error {
  override readonly name = 'SessionPolicyTooLarge';
  constructor(instanceIds: readonly string[], length: number, options?: ErrorOptions) {
    super(
      `The session policy for ${instanceIds.length} instances, first ${instanceIds[0]}, has ${length} characters, and STS ` +
        'takes 2,048 at most, or less when packed: ask for fewer instances. If it is one, set its tag by hand.',
      options,
    );
  }
}
