import { printable } from '../../lambdas/domain/text.ts';
import { style, type TextStyle } from '../style.ts';

/** What a check found: all is well, something is wrong, or it could not check. */
export type Diagnosis = {
  readonly is: 'ok' | 'failed' | 'unchecked';
  /** What is well, or what is wrong and what to do: a part of a line. */
  readonly says: string;
};

export const ok = (says: string): Diagnosis => ({ is: 'ok', says });

export const failed = (says: string): Diagnosis => ({ is: 'failed', says });

export const unchecked = (says: string): Diagnosis => ({ is: 'unchecked', says });

/** What was found at a place. If `isSummary`, everything that is well is on one line. */
export type Section = {
  readonly place: string;
  readonly isSummary: boolean;
  readonly diagnoses: readonly Diagnosis[];
};

const WORDS: Readonly<Record<Diagnosis['is'], readonly [string, TextStyle]>> = {
  ok: ['ok', 'green'],
  failed: ['FAILED', 'red'],
  unchecked: ['?', 'yellow'],
};

/** The lines about a place: coloured on a terminal, the same words in a file. */
export const show = ({ place, isSummary, diagnoses }: Section, colour: boolean): string[] => {
  const look = style(colour);
  const line = (is: Diagnosis['is'], says: string): string => {
    const [word, as] = WORDS[is];
    return `${look(as, word.padEnd(6))}  ${printable(place)}: ${printable(says)}`;
  };
  const wrong = diagnoses.filter(({ is }) => is !== 'ok').map(({ is, says }) => line(is, says));
  const well = diagnoses.filter(({ is }) => is === 'ok').map(({ says }) => says);
  if (!isSummary) return [...well.map((says) => line('ok', says)), ...wrong];
  return [...(well.length > 0 ? [line('ok', well.join(' · '))] : []), ...wrong];
};
