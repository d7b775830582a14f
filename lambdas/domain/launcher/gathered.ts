import type { Identity } from '../record/identity.ts';
import type { Session } from '../record/session.ts';
import type { Launcher } from './launcher.ts';
import type { User } from './user.ts';

/** Evidence by what it was looked up by. Absent: not looked up yet; null: looked up, and not there. */
type LookedUp<T> = ReadonlyMap<string, T | null>;

/** The evidence gathered so far. */
export type Gathered = {
  /** By the access key that it was issued. */
  readonly sessions: LookedUp<Session>;
  readonly usersById: LookedUp<User>;
  readonly usersByName: LookedUp<User>;
  /** Who launched an instance, by its id. */
  readonly launchCallers: LookedUp<Identity>;
};

/** The next thing to look up before the launcher can be told. */
export type Missing =
  | { readonly need: 'session'; readonly accessKeyId: string }
  | { readonly need: 'user-by-id'; readonly userId: string }
  | { readonly need: 'user-by-name'; readonly userName: string }
  | { readonly need: 'launch-caller'; readonly instanceId: string };

/** Whether something must be looked up first. */
export const isMissing = (result: Launcher | Missing): result is Missing => 'need' in result;
