import { printable } from '../../lambdas/domain/text.ts';
import { type Look, style } from '../../local/screen/style.ts';
import type { Diagnosis, Section } from './diagnosis.ts';

const WORDS: Readonly<Record<Diagnosis['is'], readonly [string, Look]>> = {
  ok: ['ok', 'green'],
  failed: ['FAILED', 'red'],
  unchecked: ['?', 'yellow'],
};

/** What was found at a place, a line each: green or red words on a terminal, the same words in a file. */
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
