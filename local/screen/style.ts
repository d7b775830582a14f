/** How a text looks in a terminal. */
export type Look = 'plain' | 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'cyan';

/** Gives a text its look, where there is colour. */
export type Style = (look: Look, text: string) => string;

/** https://en.wikipedia.org/wiki/ANSI_escape_code: select graphic rendition, on and off. */
const CODES: Readonly<Record<Look, readonly [number, number]>> = {
  plain: [0, 0],
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
};

export const style =
  (colour: boolean): Style =>
  (look, text) => {
    if (!colour || look === 'plain') return text;
    const [on, off] = CODES[look];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };
