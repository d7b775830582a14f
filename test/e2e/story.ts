import type { Call } from './launch.ts';
import type { Person, Reader } from './people.ts';

/** Who launches. */
export type By =
  /** A user of the sub-account, with Ada's name. */
  | { readonly is: 'iam-user' }
  /** A person of the gateway who switched to a role. `isReported`: whether a rule tells the hub of it; CloudTrail knows. */
  | { readonly is: 'session'; readonly person: Person; readonly isTold: boolean }
  /** A session of a role that nobody knows anything of. */
  | { readonly is: 'stranger' }
  /** A program on the first instance of another story. */
  | { readonly is: 'instance'; readonly of: string };

/** A mail that must come. */
export type Told = {
  /** Its subject, after the place. */
  readonly about: RegExp;
  /** The topics that get it, and no other. */
  readonly to: readonly Reader[];
  /** Or these, where it is written before CloudTrail has answered. */
  readonly orTo?: readonly Reader[];
  /** The person whom it did not reach, as its first line says. */
  readonly notReached?: Person;
};

/** A launch, and what must become of it. */
export type Story = Call & {
  readonly title: string;
  readonly by: By;
  /** What people do with their instances after the warning, or later. */
  readonly afterwards: 'nothing' | 'tag-all' | 'tag-first' | 'untag';
  /** How its record arrives; once, if left out. */
  readonly arrives?: 'twice' | 'never' | 'as a dead letter';
  /** What a sweep begins another execution for, which ends it: no event told of it, or a pause held it. */
  readonly takenUp?: 'sweep' | 'resume';
  /** Whether an event of it begins an execution: none does of what is tagged in the call. */
  readonly execution: boolean;
  /** How many instances end, whatever the others. */
  readonly terminated: number;
  /** How many instances carry this Owner at last. */
  readonly owned: number;
  readonly owner: Person;
  /** Its mails, in the order in which they go to each topic. */
  readonly mails: readonly Told[];
  /** The steps that a round of its execution has beside looking and telling. */
  readonly acts: readonly ('Repair' | 'Terminate')[];
};

/** Whether a story can be told in AWS, where nobody can be an instance or a stranger. */
export const isReal = ({ by }: Story): boolean => by.is === 'iam-user' || by.is === 'session';

/** Of whom the record alone tells. */
const STRANGER = /^role tag-enforcement-e2e-developer, session/;

/** Who launched, as mails say it. */
export const launchedBy = ({ by, owner }: Story): RegExp => {
  switch (by.is) {
    case 'iam-user':
      return /^IAM user ada@example\.org$/;
    case 'session': {
      const person = `${by.person}@example\\.org \\(`;
      return by.isTold ? new RegExp(`^${person}`) : new RegExp(`^${person}|${STRANGER.source}`);
    }
    case 'stranger':
      return STRANGER;
    case 'instance':
      return new RegExp(`^${owner}@example\\.org \\(`);
    default:
      return by satisfies never;
  }
};

/** How many executions a story comes to: that of its event, and that of a sweep. */
export const executionsOf = ({ execution, takenUp }: Story): number =>
  (execution ? 1 : 0) + (takenUp === undefined ? 0 : 1);
