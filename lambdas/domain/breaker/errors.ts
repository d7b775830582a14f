/** The breaker's record of an account that others wrote each time it was about to be written. */
export class BreakerBusy extends Error {
  override readonly name = 'BreakerBusy';
  constructor(accountId: string, attempts: number) {
    super(
      `Cannot count the grace periods of account ${accountId}: its record changed meanwhile, ${attempts} times. Nothing ` +
        'has begun: the queue or the next sweep tries again.',
    );
  }
}

/** Whether the breaker holds what is due cannot be read: nothing is asked of EC2 while it is not known. */
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
