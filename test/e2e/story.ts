import type { Call } from './launch.ts';
import { LAUNCH_ROLE } from './launch-role.ts';
import type { Person, Reader } from './people.ts';
import { STRANGERS_ROLE } from './user-identity.ts';

/** Who launches. */
export type By =
  /** A user of the sub-account, with Ada's name: not the gateway's Ada. */
  | { readonly is: 'iam-user' }
  /** A person of the gateway who switched to a role. `isReported`: whether a rule reports it to the hub; CloudTrail has it. */
  | { readonly is: 'session'; readonly person: Person; readonly isReported: boolean }
  /** A session of a role whose user is unknown. */
  | { readonly is: 'stranger' }
  /** A program on the first instance of another story. */
  | { readonly is: 'instance'; readonly of: string };

/** A mail that must arrive. */
export type Told = {
  /** Its subject, after the place. */
  readonly about: RegExp;
  /** The only topics that get it. */
  readonly to: readonly Reader[];
  /** The topics that may get it instead, if it is written before CloudTrail has answered. */
  readonly orTo?: readonly Reader[];
  /** The person whom it did not reach, as its first line says. */
  readonly notReached?: Person;
};

/** A launch and its expected outcome. */
export type Story = Call & {
  readonly title: string;
  readonly by: By;
  /** What people do with their instances after the warning, or later. */
  readonly afterwards: 'nothing' | 'tag-all' | 'tag-first' | 'untag';
  /** How its record arrives; once, if left out. */
  readonly arrives?: 'twice' | 'never' | 'as a dead letter';
  /** Why a sweep starts another execution, which terminates it: its event was lost, or a pause held it. */
  readonly takenUp?: 'sweep' | 'resume';
  /** Whether its event starts an execution. An event of a launch that is tagged in the call does not. */
  readonly execution: boolean;
  /** How many instances are terminated. */
  readonly terminated: number;
  /** How many instances have this Owner at the end. */
  readonly owned: number;
  readonly owner: Person;
  /** Its mails, in the order in which they go to each topic. */
  readonly mails: readonly Told[];
  /** The steps of its execution besides checking and notifying. */
  readonly acts: readonly ('Repair' | 'Terminate')[];
};

/** Whether a story can be played in AWS, where the test cannot call as an instance or a stranger. */
export const isReal = ({ by }: Story): boolean => by.is === 'iam-user' || by.is === 'session';

/** A launcher of whom only the record is known. */
const sessionOf = (roleName: string): RegExp => new RegExp(`^role ${roleName}, session`);

/** The launcher, as mails name them. */
export const launchedBy = ({ by, owner }: Story): RegExp => {
  switch (by.is) {
    case 'iam-user':
      return /^IAM user ada@example\.org of account \d{12}$/;
    case 'session': {
      const person = `${by.person}@example\\.org \\(`;
      return new RegExp(by.isReported ? `^${person}` : `^${person}|${sessionOf(LAUNCH_ROLE).source}`);
    }
    case 'stranger':
      return sessionOf(STRANGERS_ROLE);
    case 'instance':
      return new RegExp(`^${owner}@example\\.org \\(`);
    default:
      return by satisfies never;
  }
};

/** How many executions a story has: that of its event, and that of a sweep. */
export const executionsOf = ({ execution, takenUp }: Story): number =>
  (execution ? 1 : 0) + (takenUp === undefined ? 0 : 1);
