/** The namespace of everything that is measured here. */
export const NAMESPACE = 'TagEnforcement';

/**
 * What is measured, and the function that does. Each has two series: one of the whole installation, by `service`, and
 * one an account, by `service` and `account`. Counts are of instances, but where it says otherwise.
 */
export const MEASURED_BY = {
  /** Launches, once taken in. A record that is delivered twice counts twice. */
  Launches: 'intake',
  /** Launches whose record alone shows them compliant. */
  CompliantAtLaunch: 'intake',
  /** Seconds from a record's eventTime until it is taken in. */
  IntakeDelay: 'intake',
  /** Records of sessions: they come all day, from every account, so that their absence says something. */
  Records: 'sessions',
  Warned: 'notice',
  /** With a valid Owner at the deadline, by whomever it was written. */
  Complied: 'notice',
  Terminated: 'notice',
  Failed: 'notice',
  /** With an invalid Owner that would have ended them, if a user were known whose name matches a pattern. */
  InvalidSpared: 'notice',
  /** Launches with news for a person whom nobody knows. */
  Unattributed: 'notice',
  /** Seconds from the deadline until what was terminated is told. */
  TerminationLateness: 'notice',
  /** Without an Owner, where no event told of them, or six grace periods of a day did not end them. */
  FoundBySweep: 'sweep',
  /** Held by the breaker, and nobody has decided: counted by each sweep. */
  HeldByBreaker: 'sweep',
} as const;

export type MetricName = keyof typeof MEASURED_BY;

/** Those that are seconds; all others are counts. */
export type DurationName = 'IntakeDelay' | 'TerminationLateness';
