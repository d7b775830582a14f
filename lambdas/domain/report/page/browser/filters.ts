import { counted } from '../markup.ts';
import { button, choice, make } from './elements.ts';
import { type Filters, ownerOf, type Row, STATUS } from './rows.ts';

/** The distinct values of the rows, with their numbers, as options. */
const optionsOf = (
  rows: readonly Row[],
  textOf: (row: Row) => string,
  nameOf: (row: Row) => string = textOf,
): [string, string][] => {
  const found = new Map<string, { name: string; rows: number }>();
  for (const row of rows) {
    const value = textOf(row);
    const known = found.get(value);
    if (known) known.rows += 1;
    else if (value !== '') found.set(value, { name: nameOf(row), rows: 1 });
  }
  return [...found]
    .map(([value, { name, rows: number }]): [string, string] => [value, `${name} (${number})`])
    .sort(([, a], [, b]) => (a < b ? -1 : 1));
};

const kindsOf = (rows: readonly Row[]): [string, string][] => {
  const kinds = Object.entries(STATUS).map(([is, title]) => {
    const number = rows.filter(({ ownership }) => ownership.is === is).length;
    return { is, title, number };
  });
  const idle = { is: 'idle', title: 'Idle', number: rows.filter((row) => row.idle !== null).length };
  return [...kinds, idle]
    .filter(({ number }) => number > 0)
    .map(({ is, title, number }): [string, string] => [is, `${title} (${number})`]);
};

/** A search, and a choice for each way to filter. Accepted rows are folded until the button below the table shows them. */
export class FilterBar {
  readonly element: HTMLElement;
  readonly fold: HTMLButtonElement;
  readonly #search = make('input', {
    type: 'search',
    placeholder: 'Search name, id, tag, owner…',
    'aria-label': 'Search',
  });
  readonly #selects: Readonly<
    Record<'is' | 'accountId' | 'region' | 'resourceType' | 'owner', HTMLSelectElement>
  >;
  readonly #accepted: number;
  readonly #apply: () => void;
  #withAccepted = false;

  constructor(rows: readonly Row[], apply: () => void) {
    this.#apply = apply;
    const accounts = optionsOf(
      rows,
      ({ accountId }) => accountId,
      ({ accountName }) => accountName,
    );
    const select = (name: string, options: [string, string][]): HTMLSelectElement =>
      choice(name, options, apply);
    const regions = optionsOf(rows, ({ region }) => region);
    const types = optionsOf(rows, ({ resourceType }) => resourceType);
    this.#selects = {
      is: select('Why', kindsOf(rows)),
      accountId: select('Sub-account', accounts),
      region: select('Region', regions),
      resourceType: select('Type', types),
      owner: select('Owner', optionsOf(rows, ownerOf)),
    };
    this.#search.addEventListener('input', apply);
    this.#accepted = rows.filter(({ ownership }) => ownership.is === 'accepted').length;
    this.fold = button('', () => this.#toggleAccepted(), { class: 'fold' });
    this.#showFold();
    this.element = make(
      'div',
      { role: 'search', class: 'filters', 'aria-label': 'Filters' },
      this.#search,
      ...Object.values(this.#selects),
      button('Clear', () => this.choose('')),
    );
  }

  get values(): Filters {
    const { is, accountId, region, resourceType, owner } = this.#selects;
    return {
      text: this.#search.value,
      is: is.value,
      accountId: accountId.value,
      region: region.value,
      resourceType: resourceType.value,
      owner: owner.value,
      withAccepted: this.#withAccepted,
    };
  }

  /** Filters by one kind of ownership alone; an empty text clears all filters. */
  choose(is: string): void {
    this.#search.value = '';
    for (const select of Object.values(this.#selects)) select.value = '';
    this.#selects.is.value = is;
    this.#apply();
  }

  #toggleAccepted(): void {
    this.#withAccepted = !this.#withAccepted;
    this.#showFold();
    this.#apply();
  }

  #showFold(): void {
    this.fold.hidden = this.#accepted === 0;
    const resources = counted(this.#accepted, 'accepted resource');
    this.fold.textContent = `${this.#withAccepted ? 'Fold' : 'Show'} ${resources}`;
    this.fold.setAttribute('aria-expanded', String(this.#withAccepted));
  }
}
