import { make } from './elements.ts';

/** What a grid shows, and what it reports. */
export type GridOptions<Item> = {
  /** The scrolling element; its children are the rows. */
  readonly body: HTMLElement;
  readonly cells: (item: Item) => readonly HTMLElement[];
  readonly isSelected: (item: Item) => boolean;
  readonly toggle: (item: Item) => void;
  readonly open: (item: Item) => void;
};

/** Rows rendered above and below what is seen, so that scrolling shows no gap. */
const MARGIN = 4;

/** Browsers draw no element higher than some ten million pixels. */
const MAX_HEIGHT = 8_000_000;

/**
 * Rows of one height, of which only those in sight are elements. The active row is always one of them, wherever it is, so that
 * the focus is never lost. Up, Down, Page Up, Page Down, Home and End move it; Space selects it, Enter opens it.
 */
export class Grid<Item> {
  readonly #options: GridOptions<Item>;
  readonly #space = make('div', { class: 'space', role: 'presentation' });
  readonly #elements = new Map<number, HTMLElement>();
  #items: readonly Item[] = [];
  #active = 0;
  #rowHeight = 1;

  constructor(options: GridOptions<Item>) {
    this.#options = options;
    const { body } = options;
    body.append(this.#space);
    body.addEventListener('scroll', () => this.#render(), { passive: true });
    body.addEventListener('keydown', (event) => this.#onKey(event));
    body.addEventListener('click', (event) => this.#onClick(event));
    body.addEventListener('focusin', (event) => {
      const index = this.#indexOf(event.target);
      if (index !== null) this.#activate(index);
    });
    new ResizeObserver(() => {
      this.#measure();
      this.#layOut();
    }).observe(body);
  }

  /** How many rows the grid can show. */
  get most(): number {
    return Math.floor(MAX_HEIGHT / this.#rowHeight);
  }

  show(items: readonly Item[]): void {
    const hadFocus = this.#options.body.contains(document.activeElement);
    this.#measure();
    this.#items = items.slice(0, this.most);
    this.#active = 0;
    this.#clear();
    this.#options.body.scrollTop = 0;
    this.#layOut();
    if (hadFocus) this.#focus(0);
  }

  /** Renders the rows again, after a change of what they show. */
  refresh(): void {
    const focused = this.#indexOf(document.activeElement);
    this.#clear();
    this.#render();
    if (focused !== null) this.#focus(focused);
  }

  #clear(): void {
    for (const element of this.#elements.values()) element.remove();
    this.#elements.clear();
  }

  #measure(): void {
    const height = Number.parseFloat(getComputedStyle(this.#options.body).getPropertyValue('--row-height'));
    if (height === this.#rowHeight) return;
    this.#rowHeight = height;
    this.#clear();
  }

  #layOut(): void {
    this.#space.style.height = `${this.#items.length * this.#rowHeight}px`;
    this.#render();
  }

  #render(): void {
    const { scrollTop, clientHeight } = this.#options.body;
    const first = Math.max(0, Math.floor(scrollTop / this.#rowHeight) - MARGIN);
    const end = Math.min(
      this.#items.length,
      Math.ceil((scrollTop + clientHeight) / this.#rowHeight) + MARGIN,
    );
    for (const [index, element] of this.#elements) {
      if ((index >= first && index < end) || index === this.#active) continue;
      element.remove();
      this.#elements.delete(index);
    }
    for (let index = first; index < end; index += 1) this.#elementOf(index);
    this.#elementOf(this.#active);
  }

  #elementOf(index: number): HTMLElement | null {
    const known = this.#elements.get(index);
    if (known) return known;
    const item = this.#items[index];
    if (item === undefined) return null;
    const element = make(
      'div',
      {
        role: 'row',
        class: 'row',
        'aria-rowindex': String(index + 2),
        'aria-selected': String(this.#options.isSelected(item)),
        tabindex: '-1',
        'data-index': String(index),
      },
      ...this.#options.cells(item),
    );
    element.style.transform = `translateY(${index * this.#rowHeight}px)`;
    this.#elements.set(index, element);
    // Screen readers read rows in the order of the document.
    const next = [...this.#elements.keys()].filter((other) => other > index).sort((a, b) => a - b)[0];
    this.#space.insertBefore(element, next === undefined ? null : (this.#elements.get(next) ?? null));
    this.#setTabStops(element, index === this.#active);
    return element;
  }

  /** Only the active row is a stop of the Tab key, with the controls in it. */
  #setTabStops(element: HTMLElement, isActive: boolean): void {
    element.tabIndex = isActive ? 0 : -1;
    for (const control of element.querySelectorAll<HTMLElement>('button, input')) {
      control.tabIndex = isActive ? 0 : -1;
    }
  }

  #activate(index: number): void {
    if (index === this.#active) return;
    const before = this.#elements.get(this.#active);
    if (before) this.#setTabStops(before, false);
    this.#active = index;
    const element = this.#elementOf(index);
    if (element) this.#setTabStops(element, true);
    this.#render();
  }

  #focus(index: number): void {
    this.#activate(index);
    const { body } = this.#options;
    const top = index * this.#rowHeight;
    if (top < body.scrollTop) body.scrollTop = top;
    else if (top + this.#rowHeight > body.scrollTop + body.clientHeight) {
      body.scrollTop = top + this.#rowHeight - body.clientHeight;
    }
    this.#render();
    this.#elementOf(index)?.focus({ preventScroll: true });
  }

  #indexOf(target: EventTarget | null): number | null {
    const row = target instanceof Element ? target.closest<HTMLElement>('.row') : null;
    return row?.dataset.index === undefined || !this.#space.contains(row) ? null : Number(row.dataset.index);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(this.#options.body.clientHeight / this.#rowHeight) - 1);
    const last = this.#items.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    const item = this.#items[this.#active];
    const isOnRow = event.target instanceof Element && event.target.matches('.row');
    if (to !== undefined) this.#focus(Math.min(last, Math.max(0, to)));
    else if (event.key === ' ' && isOnRow && item !== undefined) this.#options.toggle(item);
    else if (event.key === 'Enter' && isOnRow && item !== undefined) this.#options.open(item);
    else return;
    event.preventDefault();
  }

  #onClick(event: MouseEvent): void {
    const index = this.#indexOf(event.target);
    const item = index === null ? undefined : this.#items[index];
    if (item === undefined || index === null) return;
    if (event.target instanceof Element && event.target.closest('button, label, input')) return;
    // Somebody marks text in the row, to copy it.
    if (getSelection()?.isCollapsed === false) return;
    this.#focus(index);
    this.#options.open(item);
  }
}
