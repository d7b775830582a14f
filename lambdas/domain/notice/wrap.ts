/** Characters that a line of a mail has at the most: so it stays one line on a phone turned sideways, and when quoted. */
export const LINE = 72;

const DOTS = '...';

/** Cuts a text to a length; dots stand for the rest. Half a character is none. */
export const cut = (text: string, longest: number): string =>
  text.length <= longest
    ? text
    : `${text.slice(0, longest - DOTS.length).replace(/[\ud800-\udbff]$/, '')}${DOTS}`;

/** A word in pieces that fit; an address or a link is not broken unless it has to be. */
const pieces = (word: string, longest: number): string[] => {
  if (word.length <= longest) return [word];
  const piece = word.slice(0, longest).replace(/[\ud800-\udbff]$/, '');
  return [piece, ...pieces(word.slice(piece.length), longest)];
};

/** Breaks one line of text into lines that fit, between words; all but the first begin with `indent`. */
export const wrap = (text: string, indent = ''): string[] => {
  const words = text.trimStart().split(' ');
  const lines: string[] = [];
  let line = text.slice(0, text.length - text.trimStart().length);
  let isEmpty = true;
  for (const word of words.flatMap((word) => pieces(word, LINE - indent.length))) {
    const longer = isEmpty ? `${line}${word}` : `${line} ${word}`;
    if (longer.length <= LINE) line = longer;
    else {
      lines.push(line.trimEnd());
      line = `${indent}${word}`;
    }
    isEmpty = false;
  }
  return [...lines, line.trimEnd()].filter((some) => some !== '');
};
