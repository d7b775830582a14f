import type { User } from './iam-users.ts';
import type { Launched } from './launch.ts';
import type { Session } from './sessions.ts';

/** How records come to the default bus of their account and Region. */
export type CloudTrail = {
  /** Whether it is played: only then can a record name whom nobody here can be. */
  readonly isPlayed: boolean;
  /** Every account has a trail that logs. */
  begin(): Promise<void>;
  /** A launch was made. Where CloudTrail is played, its record comes late, and more than once, as asked for. */
  launched(
    launched: Launched,
    how: { readonly minutesLate: number; readonly deliveries: number },
  ): Promise<void>;
  /** The launch's record failed in the hub until it became a dead letter; answers with its event id. */
  deadLetter(launched: Launched, deadLettersUrl: string): Promise<string>;
  /** A call like that of the launch failed, where CloudTrail is played. */
  failed(launched: Launched): Promise<void>;
  /** Who made a launch took a tag off instances. */
  deletedTags(launched: Launched, instanceIds: readonly string[], key: string): Promise<void>;
  /**
   * A tag was taken off an instance, which has these now: EventBridge tells of it by itself.
   *
   * @param at when, where that is played; now if left out
   */
  untagged(
    launched: Launched,
    instanceId: string,
    key: string,
    tags: Readonly<Record<string, string>>,
    at?: Date,
  ): Promise<void>;
  /** A role's session was issued. */
  switched(session: Session): Promise<void>;
  /** A user of the gateway came or went. */
  changed(eventName: 'CreateUser' | 'DeleteUser', user: User): Promise<void>;
  /** A record that nobody can read reaches the hub; answers with a text that it can be known by. */
  poison(launched: Launched, launchQueueUrl: string): Promise<string>;
  /** How long what follows a record may take beside the grace period, in seconds. */
  readonly delaySeconds: number;
};
