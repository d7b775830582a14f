import type { User } from './iam-users.ts';
import type { Launched } from './launch.ts';
import type { Made } from './make.ts';
import type { Session } from './sessions.ts';

/** How records reach the default bus of their account and Region. */
export type CloudTrail = {
  /** Whether it is played. Only then can a record name callers that the test cannot be. */
  readonly isPlayed: boolean;
  /** Every account has a trail that logs. */
  begin(): Promise<void>;
  /** A launch was made. Where CloudTrail is played, its record comes late, and more than once, as asked for. */
  launched(
    launched: Launched,
    how: { readonly minutesLate: number; readonly deliveries: number },
  ): Promise<void>;
  /** The launch's record failed in the hub until it became a dead letter. Returns its event id. */
  deadLetter(launched: Launched, deadLettersUrl: string): Promise<string>;
  /** A call like that of the launch failed, where CloudTrail is played. */
  failed(launched: Launched): Promise<void>;
  /** A session created something in a Region. Where CloudTrail is played, the record is delivered as often as asked for. */
  created(session: Session, region: string, call: Made['call'], deliveries: number): Promise<void>;
  /** The caller of a launch attached something to an instance. */
  attached(
    launched: Launched,
    eventName: 'AttachVolume' | 'AttachNetworkInterface',
    requestParameters: object,
  ): Promise<void>;
  /** The caller of a launch removed a tag from instances. */
  deletedTags(launched: Launched, instanceIds: readonly string[], key: string): Promise<void>;
  /**
   * A tag was removed from an instance, which now has these tags. EventBridge sends the event by itself.
   *
   * @param at the time, if the event is played; now if left out
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
  /** A user of the gateway was created or deleted. */
  changed(eventName: 'CreateUser' | 'DeleteUser', user: User): Promise<void>;
  /** An unreadable record reaches the hub. Returns a text that identifies it. */
  poison(launched: Launched, launchQueueUrl: string): Promise<string>;
  /** How many seconds the reaction to a record may take, besides the grace period. */
  readonly delaySeconds: number;
};
