import type { Callers } from './callers.ts';
import type { Cdk } from './cdk.ts';
import type { Executions } from './executions.ts';
import type { Inbox } from './inbox.ts';
import type { Operate } from './operate.ts';
import { type Played, play } from './play.ts';
import type { Queue } from './queues.ts';
import type { Report } from './report.ts';
import { isReal, type Story } from './story.ts';
import type { Target } from './target.ts';

/** The deployment under test, its callers, and what has happened so far. */
export type Stage = {
  readonly target: Target;
  readonly report: Report;
  readonly cdk: Cdk;
  readonly operate: Operate;
  readonly callers: Callers;
  readonly inbox: Inbox;
  readonly executions: Executions;
  /** The hub's queue of launches, and its dead-letter queue. */
  readonly launches: { readonly queue: Queue; readonly deadLetters: Queue };
  /** Every launch so far. */
  readonly played: Played[];
};

/** The stories that can be played with this target. */
export const possible = ({ cloudTrail }: Target, stories: readonly Story[]): readonly Story[] =>
  stories.filter((story) => cloudTrail.isPlayed || isReal(story));

/** Plays stories one after the other, since one may need the instance of another. */
export const playAll = async (
  { target, callers, played }: Stage,
  stories: readonly Story[],
): Promise<readonly Played[]> => {
  const ours: Played[] = [];
  for (const story of stories) {
    const one = await play(target, story, callers.of(story, played));
    played.push(one);
    ours.push(one);
  }
  return ours;
};
