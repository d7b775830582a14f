// Values of unknown origin as HTML. The page runs this file in the browser too: it imports nothing.

/** Characters that turn the direction of what follows, and could make a text read as another one. */
const DIRECTION_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;

/** A text of unknown origin as the page shows it. An element around it, bdi, keeps its direction to itself. */
export const shown = (text: string): string => text.replace(DIRECTION_CONTROLS, '\ufffd');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML whose values are escaped. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What stands between the literal parts. Text is escaped; null is nothing. */
export type Part = string | number | Markup | null | readonly Part[];

const written = (part: Part): string => {
  if (part === null) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string' || typeof part === 'number') {
    return shown(String(part)).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
  }
  return part.map(written).join('');
};

/** A template whose values cannot become markup, neither as text nor in a quoted attribute. */
export const html = (literals: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(literals.map((literal, index) => literal + written(parts[index] ?? null)).join(''));

/** A value of unknown origin, which does not turn the text around it. */
export const isolated = (text: string): Markup => html`<bdi>${text}</bdi>`;

/** A whole number as people read it: `12,345`. */
export const count = (value: number): string => value.toLocaleString('en-US');

/** A number with its noun: `1 resource`, `1,200 resources`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** A share, never rounded to all or nothing: `72.4%`. */
export const percent = (share: number): string => {
  if (share === 0 || share === 1) return `${share * 100}%`;
  return `${Math.min(99.9, Math.max(0.1, share * 100)).toFixed(1)}%`;
};
