/** Something that must not happen, and did. */
export type Violation = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly invariant: Invariant;
  readonly what: string;
  readonly instanceId: string | null;
};

/** What holds in every run, whatever goes wrong. */
export const INVARIANTS = {
  owned: 'no instance with an Owner is ended',
  spared: 'nothing that the configuration spares is ended',
  inherits: 'what would inherit an Owner is not ended',
  held: 'nothing that the breaker holds is ended',
  paused: 'nothing is ended while enforcement is paused',
  deadline: 'nothing is ended before its deadline',
  warned: 'nothing is ended without a warning that SNS took in time',
  claims: 'no mail claims what AWS did not do',
  'told-once': 'each warning and each termination is told a person once',
  told: 'nothing is ended without a notice',
  ends: 'what nobody owns is ended in time',
  overwritten: 'an Owner that somebody wrote is never overwritten by the service',
  'left-alone': 'an Owner that is taken away each time is written three times at most',
  addressed: 'who launched it is warned themselves, and no stranger is told of it',
  directory: 'each user of the gateway has a topic, and nobody else',
} as const;
export type Invariant = keyof typeof INVARIANTS;
