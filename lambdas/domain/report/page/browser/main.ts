import { tagCommands } from '../../../reminder/tag-commands.ts';
import { counted, shown } from '../markup.ts';
import type { Chunk } from '../pack-rows.ts';
import type { PageFacts } from '../render-page.ts';
import { Grid, isolatedText, make } from './grid.ts';
import {
  csvOf,
  type Filters,
  filtered,
  ownerOf,
  type Row,
  rowsOf,
  type SortKey,
  STATUS,
  sorted,
  whyOf,
} from './rows.ts';

/** What the commands write until somebody says whose the resources are. */
const PLACEHOLDER = 'OWNER';

/** An Owner that a shell and the AWS CLI take literally. */
const SAFE_OWNER = /^[\w+.@-]+$/;

/** So many rows are printed: more is a matter for the CSV file. */
const MAX_PRINTED = 500;

const bytesOf = (element: Element): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(element.textContent ?? ''), (character) => character.charCodeAt(0));

const factsOf = (element: Element): PageFacts => JSON.parse(new TextDecoder().decode(bytesOf(element)));

const unpack = async (element: Element): Promise<Chunk> => {
  const stream = new Blob([bytesOf(element)]).stream().pipeThrough(new DecompressionStream('gzip'));
  element.remove();
  return JSON.parse(await new Response(stream).text());
};

/** The part of an ARN that people know a resource by. */
const idOf = ({ arn }: Row): string => arn.split(':').slice(5).join(':').replace(/^.*\//, '') || arn;

const COLUMNS: readonly (readonly [SortKey, string])[] = [
  ['resource', 'Resource'],
  ['type', 'Type'],
  ['account', 'Sub-account'],
  ['region', 'Region'],
  ['owner', 'Owner'],
  ['why', 'Why'],
];

const button = (
  text: string,
  onClick: () => void,
  attributes: Record<string, string> = {},
): HTMLButtonElement => {
  const element = make('button', { type: 'button', ...attributes }, text);
  element.addEventListener('click', onClick);
  return element;
};

/** A select with its label; each option says how many rows it has. */
const choice = (
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

/** The table of resources, with all that a person can do with it. */
class Resources {
  readonly #facts: PageFacts;
  readonly #all: readonly Row[];
  readonly #selected = new Set<Row>();
  readonly #status = make('p', { role: 'status', class: 'count' });
  readonly #said = make('p', { role: 'status', class: 'said' });
  readonly #search = make('input', {
    type: 'search',
    placeholder: 'Search name, id, tag, owner…',
    'aria-label': 'Search',
  });
  readonly #owner = make('input', {
    type: 'text',
    placeholder: PLACEHOLDER,
    'aria-label': 'New owner, for the commands',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  readonly #selects: Readonly<
    Record<'is' | 'accountId' | 'region' | 'resourceType' | 'owner', HTMLSelectElement>
  >;
  readonly #fold = button('', () => this.#toggleAccepted(), { class: 'fold', 'aria-expanded': 'false' });
  readonly #copySelected = button('', () => this.#copy([...this.#selected]), { class: 'primary' });
  readonly #heads = new Map<SortKey, HTMLElement>();
  readonly #grid: Grid<Row>;
  readonly #table: HTMLElement;
  readonly #dialog = make('dialog', { 'aria-labelledby': 'detail-title' });
  readonly #selectAll = make('input', { type: 'checkbox', 'aria-label': 'Select all shown' });
  #rows: readonly Row[] = [];
  #order: { key: SortKey; isDescending: boolean } | null = null;
  #withAccepted = false;

  constructor(facts: PageFacts, all: readonly Row[]) {
    this.#facts = facts;
    this.#all = all;
    const apply = (): void => this.#apply();
    const statuses = Object.entries(STATUS).flatMap(([is, title]): [string, string][] => {
      const number = all.filter(({ ownership }) => ownership.is === is).length;
      return number > 0 ? [[is, `${title} (${number})`]] : [];
    });
    const idle = all.filter((row) => row.idle !== null).length;
    this.#selects = {
      is: choice('Why', idle > 0 ? [...statuses, ['idle', `Idle (${idle})`]] : statuses, apply),
      accountId: choice(
        'Sub-account',
        optionsOf(
          all,
          (row) => row.accountId,
          (row) => row.accountName,
        ),
        apply,
      ),
      region: choice(
        'Region',
        optionsOf(all, (row) => row.region),
        apply,
      ),
      resourceType: choice(
        'Type',
        optionsOf(all, (row) => row.resourceType),
        apply,
      ),
      owner: choice('Owner', optionsOf(all, ownerOf), apply),
    };
    const body = make('div', { class: 'grid-body', role: 'rowgroup' });
    this.#table = make(
      'div',
      { role: 'grid', class: 'grid', 'aria-label': 'Resources', 'aria-multiselectable': 'true' },
      make('div', { role: 'rowgroup', class: 'grid-head' }, this.#head()),
      body,
    );
    this.#grid = new Grid({
      body,
      cells: (row) => this.#cells(row),
      isSelected: (row) => this.#selected.has(row),
      toggle: (row) => this.#toggle(row),
      open: (row) => this.#open(row),
    });
  }

  #head(): HTMLElement {
    this.#selectAll.addEventListener('change', () => {
      for (const row of this.#rows) {
        if (this.#selectAll.checked) this.#selected.add(row);
        else this.#selected.delete(row);
      }
      this.#grid.refresh();
      this.#showSelection();
    });
    const heads = COLUMNS.map(([key, title]) => {
      const cell = make('div', { role: 'columnheader', class: `cell ${key}`, 'aria-sort': 'none' });
      cell.append(button(title, () => this.#sortBy(key)));
      this.#heads.set(key, cell);
      return cell;
    });
    return make(
      'div',
      { role: 'row', class: 'head-row', 'aria-rowindex': '1' },
      make('div', { role: 'columnheader', class: 'cell pick' }, this.#selectAll),
      ...heads,
      make('div', { role: 'columnheader', class: 'cell act' }, make('span', { class: 'unseen' }, 'Command')),
    );
  }

  #cells(row: Row): HTMLElement[] {
    const box = make('input', { type: 'checkbox', 'aria-label': `Select ${shown(row.name ?? idOf(row))}` });
    box.checked = this.#selected.has(row);
    box.addEventListener('change', () => this.#toggle(row));
    const cell = (className: string, ...children: (Node | string)[]): HTMLElement =>
      make('div', { role: 'gridcell', class: `cell ${className}` }, ...children);
    const { is } = row.ownership;
    const name = make('span', { class: 'name' }, isolatedText(row.name ?? idOf(row)));
    const id = make('span', { class: 'id' }, isolatedText(idOf(row)));
    const why = whyOf(row, this.#facts.ownerKey);
    return [
      cell('pick', make('label', { class: 'hit' }, box)),
      cell('resource', name, ...(row.name === null ? [] : [id])),
      cell('type', isolatedText(row.resourceType)),
      cell('account', isolatedText(row.accountName)),
      cell('region', isolatedText(row.region)),
      cell('owner', ownerOf(row) === '' ? '–' : isolatedText(ownerOf(row))),
      cell('why', make('span', { class: `pill ${is}` }, STATUS[is]), ' ', isolatedText(why)),
      cell('act', this.#hasCommand(row) ? button('Copy command', () => this.#copy([row])) : ''),
    ];
  }

  #newOwner(): string {
    const value = this.#owner.value.trim();
    return SAFE_OWNER.test(value) ? value : PLACEHOLDER;
  }

  #hasCommand(row: Row): boolean {
    return (
      row.ownership.is !== 'accepted' && tagCommands([row], this.#facts.ownerKey, PLACEHOLDER).length > 0
    );
  }

  /** The commands for these rows. Each sub-account needs its own credentials, so each has a heading. */
  #commands(rows: readonly Row[]): string {
    const byAccount = Map.groupBy(rows, ({ accountId }) => accountId);
    return [...byAccount]
      .map(([accountId, those]) => {
        const name = (those[0]?.accountName ?? '').replaceAll(/[^\w .@+-]/g, '?');
        const commands = tagCommands(those, this.#facts.ownerKey, this.#newOwner());
        return [
          `# ${name === accountId ? '' : `${name} `}${accountId}`,
          ...commands.map((lines) => lines.join('\n')),
        ].join('\n');
      })
      .join('\n\n');
  }

  async #copy(rows: readonly Row[]): Promise<void> {
    const text = `${this.#commands(rows)}\n`;
    let isCopied = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      isCopied = copyByHand(text);
    }
    const without = rows.filter((row) => !this.#hasCommand(row)).length;
    const left = without > 0 ? ` ${counted(without, 'resource has', 'resources have')} none.` : '';
    this.#said.textContent = isCopied
      ? `Copied the command for ${counted(rows.length - without, 'resource')}.${left}`
      : 'The browser refused to copy. Open a row: its command can be selected there.';
  }

  #toggle(row: Row): void {
    if (!this.#selected.delete(row)) this.#selected.add(row);
    this.#grid.refresh();
    this.#showSelection();
  }

  #sortBy(key: SortKey): void {
    const isSame = this.#order?.key === key;
    // A third click leads back to the order of the page.
    if (isSame && this.#order?.isDescending) this.#order = null;
    else this.#order = { key, isDescending: isSame };
    for (const [other, head] of this.#heads) {
      const order =
        other === this.#order?.key ? (this.#order.isDescending ? 'descending' : 'ascending') : 'none';
      head.setAttribute('aria-sort', order);
    }
    this.#apply();
  }

  #toggleAccepted(): void {
    this.#withAccepted = !this.#withAccepted;
    this.#apply();
  }

  #filters(): Filters {
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

  #apply(): void {
    const filters = this.#filters();
    const found = filtered(this.#all, filters);
    this.#rows = this.#order ? sorted(found, this.#order.key, this.#order.isDescending) : found;
    this.#grid.show(this.#rows);
    this.#table.setAttribute('aria-rowcount', String(this.#rows.length + 1));
    const hidden = this.#rows.length - this.#grid.most;
    this.#status.textContent =
      `${counted(this.#rows.length, 'resource')} of ${this.#all.length.toLocaleString('en-US')}` +
      (hidden > 0
        ? `; the last ${hidden.toLocaleString('en-US')} are shown by a filter or the CSV file`
        : '');
    const isAccepted = filters.is === 'accepted';
    const accepted = this.#all.filter(({ ownership }) => ownership.is === 'accepted').length;
    this.#fold.hidden = accepted === 0 || isAccepted;
    this.#fold.textContent = `${this.#withAccepted ? 'Fold' : 'Show'} ${counted(accepted, 'accepted resource')}`;
    this.#fold.setAttribute('aria-expanded', String(this.#withAccepted));
    this.#showSelection();
  }

  #showSelection(): void {
    const { size } = this.#selected;
    this.#copySelected.disabled = size === 0;
    this.#copySelected.textContent =
      size === 0 ? 'Copy command' : `Copy command for ${size.toLocaleString('en-US')}`;
    const shownAndSelected = size === 0 ? 0 : this.#rows.filter((row) => this.#selected.has(row)).length;
    this.#selectAll.checked = shownAndSelected > 0 && shownAndSelected === this.#rows.length;
    this.#selectAll.indeterminate = shownAndSelected > 0 && shownAndSelected < this.#rows.length;
  }

  #open(row: Row): void {
    const facts: [string, string][] = [
      ['Owner', ownerOf(row) || 'none'],
      ['Why', `${STATUS[row.ownership.is]}. ${whyOf(row, this.#facts.ownerKey)}`],
      ['Type', row.resourceType],
      ['Sub-account', `${row.accountName} (${row.accountId})`],
      ['Region', row.region],
      ['ARN', row.arn],
      ...row.tags.map(({ key, value }): [string, string] => [`Tag ${key}`, value]),
    ];
    const close = button('Close', () => this.#dialog.close());
    this.#dialog.replaceChildren(
      make('h3', { id: 'detail-title' }, isolatedText(row.name ?? idOf(row))),
      make(
        'dl',
        {},
        ...facts.flatMap(([key, value]) => [
          make('dt', {}, isolatedText(key)),
          make('dd', {}, isolatedText(value)),
        ]),
      ),
      ...(this.#hasCommand(row)
        ? [
            make('pre', { tabindex: '0', 'aria-label': 'Command' }, this.#commands([row])),
            make(
              'p',
              { class: 'tools' },
              button('Copy command', () => this.#copy([row]), { class: 'primary' }),
              close,
            ),
          ]
        : [
            make('p', { class: 'quiet' }, 'The AWS CLI has no safe command for it: tag it in the console.'),
            close,
          ]),
    );
    this.#dialog.showModal();
  }

  #exportCsv(): void {
    const file = new Blob([...csvOf(this.#rows, this.#facts.ownerKey)], { type: 'text/csv;charset=utf-8' });
    const url = URL.createObjectURL(file);
    make('a', { href: url, download: `resources-${this.#facts.day}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    this.#said.textContent = `Exported ${counted(this.#rows.length, 'resource')}.`;
  }

  #clear(): void {
    this.#search.value = '';
    for (const select of Object.values(this.#selects)) select.value = '';
    this.#apply();
  }

  /** A plain table of what is shown: paper does not scroll. */
  #print(target: HTMLElement): void {
    const head = make('tr', {}, ...COLUMNS.map(([, title]) => make('th', { scope: 'col' }, title)));
    const rows = this.#rows
      .slice(0, MAX_PRINTED)
      .map((row) =>
        make(
          'tr',
          {},
          make(
            'td',
            {},
            isolatedText(row.name ?? ''),
            ' ',
            make('span', { class: 'id' }, isolatedText(idOf(row))),
          ),
          make('td', {}, isolatedText(row.resourceType)),
          make('td', {}, isolatedText(row.accountName)),
          make('td', {}, isolatedText(row.region)),
          make('td', {}, isolatedText(ownerOf(row))),
          make('td', {}, `${STATUS[row.ownership.is]} `, isolatedText(whyOf(row, this.#facts.ownerKey))),
        ),
      );
    const number = `${counted(rows.length, 'resource')} of ${this.#rows.length.toLocaleString('en-US')} shown`;
    target.replaceChildren(
      make('table', {}, make('caption', {}, number), make('thead', {}, head), make('tbody', {}, ...rows)),
    );
  }

  /** Puts the table into the page. */
  attach(root: HTMLElement): void {
    const apply = (): void => this.#apply();
    this.#search.addEventListener('input', apply);
    this.#owner.addEventListener('input', () => {
      const isWrong = this.#owner.value.trim() !== '' && this.#newOwner() === PLACEHOLDER;
      this.#owner.setAttribute('aria-invalid', String(isWrong));
    });
    const printed = make('div', { class: 'printed' });
    addEventListener('beforeprint', () => this.#print(printed));
    addEventListener('afterprint', () => printed.replaceChildren());
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-is]')) {
      link.addEventListener('click', () => {
        this.#selects.is.value = link.dataset.is ?? '';
        this.#apply();
      });
    }
    root.replaceChildren(
      make(
        'div',
        { role: 'search', class: 'filters', 'aria-label': 'Filters' },
        this.#search,
        ...Object.values(this.#selects),
        button('Clear', () => this.#clear()),
      ),
      make(
        'div',
        { class: 'tools' },
        this.#status,
        make('label', { class: 'new-owner' }, 'New owner ', this.#owner),
        this.#copySelected,
        button('Export CSV', () => this.#exportCsv()),
      ),
      this.#said,
      this.#table,
      this.#fold,
      printed,
      this.#dialog,
    );
    this.#apply();
  }
}

const start = async (): Promise<void> => {
  const root = document.getElementById('browser');
  const facts = document.querySelector('script.facts');
  if (!root || !facts) return;
  const known = factsOf(facts);
  if (known.rows === 0) return;
  root.setAttribute('aria-busy', 'true');
  const rows: Row[] = [];
  for (const chunk of document.querySelectorAll('script.rows')) {
    for (const row of rowsOf(await unpack(chunk), known.accounts)) rows.push(row);
  }
  const ranks = Object.keys(STATUS);
  const places = new Map(ranks.map((is, index) => [is, index]));
  rows.sort((a, b) => (places.get(a.ownership.is) ?? 0) - (places.get(b.ownership.is) ?? 0));
  new Resources(known, rows).attach(root);
  root.removeAttribute('aria-busy');
};

await start();
