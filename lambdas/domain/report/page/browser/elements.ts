import { shown } from '../markup.ts';

type Child = Node | string;

/** Makes an element. Strings become text, never markup. */
export const make = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

/** A value of unknown origin, which does not turn the text around it. */
export const isolatedText = (text: string): HTMLElement => make('bdi', {}, shown(text));

export const button = (
  text: string,
  onClick: () => void,
  attributes: Record<string, string> = {},
): HTMLButtonElement => {
  const element = make('button', { type: 'button', ...attributes }, text);
  element.addEventListener('click', onClick);
  return element;
};

/** A select with its label; each option says how many rows it has. */
export const choice = (
  name: string,
  options: Iterable<readonly [value: string, text: string]>,
  onChange: () => void,
): HTMLSelectElement => {
  const select = make('select', { 'aria-label': name, name: name.toLowerCase() });
  select.append(make('option', { value: '' }, `${name}: all`));
  for (const [value, text] of options) select.append(make('option', { value }, shown(text)));
  select.addEventListener('change', onChange);
  return select;
};

const copyByHand = (text: string): boolean => {
  const area = make('textarea', { class: 'unseen', 'aria-hidden': 'true' });
  area.value = text;
  const { activeElement } = document;
  (document.querySelector('dialog[open]') ?? document.body).append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  if (activeElement instanceof HTMLElement) activeElement.focus();
  return isCopied;
};

/** Copies a text, and returns whether the browser let it. */
export const copyText = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByHand(text);
  }
};
