/** A rule that was broken. */
export type Violation = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly invariant: Invariant;
  readonly what: string;
  readonly instanceId: string | null;
};

/** The rules that hold in every run, whatever goes wrong. */
export const INVARIANTS = {
  owned: 'no instance with an Owner is terminated',
  spared: 'nothing that the configuration exempts is terminated',
  inherits: 'no instance that inherits an Owner is terminated',
  held: 'nothing that the breaker holds is terminated',
  paused: 'nothing is terminated while enforcement is paused',
  deadline: 'nothing is terminated before its deadline',
  warned: 'nothing is terminated without a warning that SNS accepted in time',
  claims: 'no mail reports what AWS did not do',
  'told-once': 'each person gets one mail about each warning and each termination',
  hourly: 'at most two mails an hour go to anybody about one source',
  told: 'nothing is terminated without a notice',
  ends: 'an instance without an Owner is terminated in time',
  overwritten: 'the service never overwrites an Owner that somebody wrote',
  'left-alone': 'the service writes an Owner at most three times, if it is removed each time',
  'attached-owned': 'what is attached to an instance with an Owner gets that Owner in time, and no other',
  'reminded-once': 'everybody is told of a resource once, and gets one such mail an hour',
  'reminded-rightly':
    'nobody is told of a resource that had a valid Owner when it was read, is exempt, or was made by a service for itself',
  'corrected-rightly': 'a correction writes what the near miss that was read means, and nothing in a dry-run',
  reminds: 'somebody is told of each resource that has no Owner when its grace period is over',
  addressed: 'the launcher is warned, and nobody who has nothing to do with the instance gets a mail',
  directory: 'each user of the gateway has a topic, and nobody else has one',
} as const;
export type Invariant = keyof typeof INVARIANTS;
