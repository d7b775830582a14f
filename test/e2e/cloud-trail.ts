import type { Launched } from './launch.ts';

/** How records of launches come to the default bus of their account and Region. */
export type CloudTrail = {
  /** A launch was made. Where CloudTrail is played, its record comes late, and more than once, as asked for. */
  launched(
    launched: Launched,
    how: { readonly minutesLate: number; readonly deliveries: number },
  ): Promise<void>;
  /** A call like that of the launch failed, where CloudTrail is played. */
  failed(launched: Launched): Promise<void>;
  /** A record that nobody can read reaches the hub; answers with a text that it can be known by. */
  poison(launched: Launched, launchQueueUrl: string): Promise<string>;
  /** Who made every launch, as mails say it. */
  readonly launcher: RegExp;
  /** How long what follows a launch may take beside the grace period, in seconds. */
  readonly delaySeconds: number;
};
