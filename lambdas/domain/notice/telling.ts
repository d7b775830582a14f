import type { NoticeInput } from '../grace-period/input.ts';
import type { Round } from '../grace-period/round.ts';
import type { Launcher } from '../record/launcher.ts';
import type { OwnerTag } from '../verdict/owner-rule.ts';

export type NoticeSettings = {
  readonly ownerTag: OwnerTag;
  /** An IANA time zone name. */
  readonly timeZone: string;
  /** Addresses to ask. */
  readonly administrators: readonly string[];
};

/** An Auto Scaling group that is told of once an hour: how often it launched meanwhile, and since when. */
export type GroupNews = {
  readonly name: string;
  readonly launches: number;
  /** ISO 8601 UTC; null in the first mail about it. */
  readonly since: string | null;
};

/** All that the mail of a round is written from. */
export type Telling = {
  readonly input: NoticeInput;
  readonly round: Round;
  readonly launcher: Launcher;
  readonly group: GroupNews | null;
  readonly settings: NoticeSettings;
};
