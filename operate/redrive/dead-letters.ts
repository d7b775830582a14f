/** A message of a dead-letter queue, and how it is taken out for good. */
export type DeadLetter = {
  readonly body: string;
  /** Sends it to the queue that it came from, and then takes it out. */
  readonly sendBack: () => Promise<void>;
};

/** A dead-letter queue of the hub. */
export type DeadLetterQueue = {
  /** The name of the queue that its messages come from, as in `IntakeLaunchQueue`. */
  readonly name: string;
  /** How many messages it holds. */
  readonly count: () => Promise<number>;
  /** Some of its messages, ten at most; none where it is empty. */
  readonly receive: () => Promise<readonly DeadLetter[]>;
};
