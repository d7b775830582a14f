import { SUB_ACCOUNT_NAMES, type SubAccountName } from './configuration.ts';
import { giveKey, makeUser, type User } from './iam-users.ts';
import { makeLaunchRole, TO_LAUNCH, TO_SWITCH } from './launch-role.ts';
import { PEOPLE, type Person } from './people.ts';
import type { Played } from './play.ts';
import { type Session, sessionKept, takeSession } from './sessions.ts';
import type { Story } from './story.ts';
import type { Credentials, Target } from './target.ts';
import { ofInstance, ofSession, ofStranger, ofUser, type UserIdentity } from './user-identity.ts';

/** Who makes a launch. */
export type Caller = {
  /** Null for a caller that the test cannot be: an administrator of the account launches instead. */
  readonly credentials: Credentials | null;
  /** The `userIdentity` that CloudTrail records. */
  readonly userIdentity: UserIdentity;
};

/** The callers in the sub-accounts: their own users, and people from the gateway. */
export class Callers {
  private readonly target: Target;
  private readonly users = new Map<SubAccountName, Caller>();
  private readonly keys = new Map<Person, { readonly user: User; readonly keys: Credentials }>();
  private readonly sessions = new Map<Story, Session>();

  constructor(target: Target) {
    this.target = target;
  }

  /** Creates in each sub-account a user with Ada's name, and a role for people from the gateway. */
  async settle(): Promise<void> {
    for (const account of SUB_ACCOUNT_NAMES) {
      await makeLaunchRole(this.target, account);
      const user = await makeUser(this.target, account, PEOPLE.ada);
      const credentials = await giveKey(this.target, user, TO_LAUNCH);
      const userIdentity = ofUser(this.target.accounts[account], user, credentials);
      this.users.set(account, { credentials, userIdentity });
    }
  }

  /** Gives a person of the gateway a key to switch roles with. */
  async equip(person: Person, user: User): Promise<void> {
    this.keys.set(person, { user, keys: await giveKey(this.target, user, TO_SWITCH) });
  }

  /** Switches roles for the stories' launches, and waits until the hub knows each session that its rules report. */
  async switchRoles(stories: readonly Story[]): Promise<void> {
    await Promise.all(
      stories.map(async (story) => {
        const { by, account } = story;
        if (by.is !== 'session') return;
        this.sessions.set(story, await this.switchRole(by.person, account, by.isReported));
      }),
    );
  }

  /** Switches roles, and waits until the hub knows the session if its rules report it. */
  async switchRole(person: Person, account: SubAccountName, isReported = true): Promise<Session> {
    const known = this.keys.get(person);
    if (!known) throw new Error(`${person} has no key`);
    const session = await takeSession(this.target, known.user, known.keys, account);
    const { cloudTrail } = this.target;
    if (cloudTrail.isPlayed && !isReported) return session;
    await cloudTrail.switched(session);
    await sessionKept(this.target, session);
    return session;
  }

  /** The caller of a story's launch. */
  of(story: Story, played: readonly Played[]): Caller {
    const { by, account } = story;
    const accountId = this.target.accounts[account];
    const found = (): Caller | undefined => {
      switch (by.is) {
        case 'iam-user':
          return this.users.get(account);
        case 'session': {
          const session = this.sessions.get(story);
          return session && { credentials: session.credentials, userIdentity: ofSession(accountId, session) };
        }
        case 'stranger':
          return { credentials: null, userIdentity: ofStranger(accountId) };
        case 'instance': {
          const leader = played.find((one) => one.story.title === by.of);
          const [instanceId] = leader?.launched.instanceIds ?? [];
          return instanceId === undefined
            ? undefined
            : { credentials: null, userIdentity: ofInstance(accountId, instanceId) };
        }
        default:
          return by satisfies never;
      }
    };
    const caller = found();
    if (!caller) throw new Error(`Nobody can launch ${story.title}`);
    return caller;
  }
}
