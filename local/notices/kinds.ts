import { corrections } from './corrections.ts';
import { endings } from './endings.ts';
import { failures } from './failures.ts';
import { instead } from './instead.ts';
import type { Kind } from './kind.ts';
import { input, lastRound, MKIM, round } from './made-up.ts';

const rehearsals: readonly Kind[] = [
  { title: 'Dry-run: warning', input: input(round({}), MKIM, 'dry-run') },
  { title: 'Dry-run: would terminate', input: input(lastRound({}), MKIM, 'dry-run') },
];

/** One of each kind of message. */
export const KINDS: readonly Kind[] = [...endings, ...instead, ...corrections, ...failures, ...rehearsals];
