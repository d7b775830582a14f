/** The CloudWatch namespace of all metrics of this service. */
export const NAMESPACE = 'TagEnforcement';

/**
 * Each metric, and the function that reports it. Each has a series for the whole installation (dimension `service`), and
 * most have one for each account (`service` and `account`). Metrics count instances unless their comment says otherwise.
 */
export const MEASURED_BY = {
  /** Launches that intake has handled. A record that is delivered twice counts twice. */
  Launches: 'intake',
  /** Launches whose record alone shows them compliant. */
  CompliantAtLaunch: 'intake',
  /** Seconds from a record's eventTime until intake handles it. */
  IntakeDelay: 'intake',
  /** Records of sessions. They come all day from every account, so a gap shows that events are missing. */
  Records: 'sessions',
  Warned: 'notice',
  /** Instances with a valid Owner at the deadline, whoever wrote it. */
  Complied: 'notice',
  Terminated: 'notice',
  Failed: 'notice',
  /** Instances with an invalid Owner that are not terminated, because no known user's name matches a pattern. */
  InvalidSpared: 'notice',
  /** Launches that need a notice, and whose launcher is unknown. */
  Unattributed: 'notice',
  /** Seconds from the deadline until the notice of a termination. */
  TerminationLateness: 'notice',
  /** Instances without an Owner that no event reported, or that six grace periods in one day did not terminate. */
  FoundBySweep: 'sweep',
  /** Volumes and network interfaces that got the Owner of their instance. */
  Propagated: 'propagate',
  /** Instances that the breaker holds while nobody has decided. Each sweep counts them. */
  HeldByBreaker: 'sweep',
  /** Calls that created something, with a valid Owner. This and the next three count calls. */
  CompliantCreations: 'creations',
  /** Calls that created something without one: its tags are read when the grace period is over. */
  CreationsToRead: 'creations',
  /** Calls whose record does not show beyond doubt what was created. */
  CreationsNotLocated: 'creations',
  /** Calls that look like a creation, and are not in the registry. */
  UnknownCreations: 'creations',
  /** Resources that got a valid Owner after their creation. This and the next three count resources. */
  CompliedCreations: 'reminders',
  Reminded: 'reminders',
  /** Resources whose near miss was corrected. */
  CorrectedCreations: 'reminders',
  /** Resources whose tags AWS did not let us read at any attempt. */
  CreationsNotRead: 'reminders',
  /** Regions of accounts that a report could not read; it names them. */
  RegionsNotCollected: 'report',
  /** Reports without costs, although the configuration says where to read them. */
  CostsNotRead: 'report',
} as const;

export type MetricName = keyof typeof MEASURED_BY;

/**
 * Metrics of what goes on all day in every account. They have no series for each account, which CloudWatch would charge at
 * 0.30 US dollars a month. The logs name the account.
 */
export const OF_ALL_ACCOUNTS = [
  'Propagated',
  'CompliantCreations',
  'CreationsToRead',
  'CreationsNotLocated',
  'UnknownCreations',
  'CompliedCreations',
  'Reminded',
  'CorrectedCreations',
  'CreationsNotRead',
  'RegionsNotCollected',
  'CostsNotRead',
] as const satisfies readonly MetricName[];

/** Counts of all accounts together alone. */
export type TotalName = (typeof OF_ALL_ACCOUNTS)[number];

/** Metrics in seconds; all others are counts. */
export type DurationName = 'IntakeDelay' | 'TerminationLateness';

/** Counts that have a series for each account. */
export type CountName = Exclude<MetricName, TotalName | DurationName>;
