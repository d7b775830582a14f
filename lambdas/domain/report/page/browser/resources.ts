import { count, counted, shown } from '../markup.ts';
import type { PageFacts } from '../render-page.ts';
import { commandsFor, hasCommand, openDetails, PLACEHOLDER, printedTable, typedOwner } from './details.ts';
import { button, copyText, isolatedText, make } from './elements.ts';
import { FilterBar } from './filters.ts';
import { Grid } from './grid.ts';
import { csvOf, filtered, idOf, ownerOf, type Row, type SortKey, STATUS, sorted, whyOf } from './rows.ts';

const COLUMNS: readonly (readonly [SortKey, string])[] = [
  ['resource', 'Resource'],
  ['type', 'Type'],
  ['account', 'Sub-account'],
  ['region', 'Region'],
  ['owner', 'Owner'],
  ['why', 'Why'],
];

/** The table of resources, with all that a person can do with it. */
export class Resources {
  readonly #facts: PageFacts;
  readonly #all: readonly Row[];
  readonly #selected = new Set<Row>();
  readonly #filters: FilterBar;
  readonly #status = make('p', { role: 'status', class: 'count' });
  readonly #said = make('p', { role: 'status', class: 'said' });
  readonly #owner = make('input', {
    type: 'text',
    placeholder: PLACEHOLDER,
    'aria-label': 'New owner, for the commands',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  readonly #copySelected = button('', () => this.#copy([...this.#selected]), { class: 'primary' });
  readonly #selectAll = make('input', { type: 'checkbox', 'aria-label': 'Select all shown' });
  readonly #heads = new Map<SortKey, HTMLElement>();
  readonly #table = make('div', {
    role: 'grid',
    class: 'grid',
    'aria-label': 'Resources',
    'aria-multiselectable': 'true',
  });
  readonly #grid: Grid<Row>;
  readonly #dialog = make('dialog', { 'aria-labelledby': 'details-title' });
  /** All rows, in the order that the person chose. */
  #ordered: readonly Row[];
  #rows: readonly Row[] = [];
  #order: { key: SortKey; isDescending: boolean } | null = null;

  constructor(facts: PageFacts, all: readonly Row[]) {
    this.#facts = facts;
    this.#all = all;
    this.#ordered = all;
    this.#filters = new FilterBar(all, () => this.#apply());
    const body = make('div', { class: 'grid-body', role: 'rowgroup' });
    this.#table.append(make('div', { role: 'rowgroup', class: 'grid-head' }, this.#head()), body);
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
    const [pick, act] = ['pick', 'act'].map((name) =>
      make('div', { role: 'columnheader', class: `cell ${name}` }),
    );
    pick?.append(this.#selectAll);
    act?.append(make('span', { class: 'unseen' }, 'Command'));
    return make(
      'div',
      { role: 'row', class: 'head-row', 'aria-rowindex': '1' },
      pick ?? '',
      ...heads,
      act ?? '',
    );
  }

  #cells(row: Row): HTMLElement[] {
    const title = row.name ?? idOf(row);
    const box = make('input', { type: 'checkbox', 'aria-label': `Select ${shown(title)}` });
    box.checked = this.#selected.has(row);
    box.addEventListener('change', () => this.#toggle(row));
    const cell = (className: string, ...children: (Node | string)[]): HTMLElement =>
      make('div', { role: 'gridcell', class: `cell ${className}` }, ...children);
    const { is } = row.ownership;
    const owner = ownerOf(row);
    return [
      cell('pick', make('label', { class: 'hit' }, box)),
      cell(
        'resource',
        make('span', { class: 'name' }, isolatedText(title)),
        ...(row.name === null ? [] : [make('span', { class: 'id' }, isolatedText(idOf(row)))]),
      ),
      cell('type', isolatedText(row.resourceType)),
      cell('account', isolatedText(row.accountName)),
      cell('region', isolatedText(row.region)),
      cell('owner', owner === '' ? '–' : isolatedText(owner)),
      cell(
        'why',
        make('span', { class: `pill ${is}` }, STATUS[is]),
        ' ',
        isolatedText(whyOf(row, this.#facts.ownerKey)),
      ),
      cell(
        'act',
        hasCommand(row, this.#facts.ownerKey) ? button('Copy command', () => this.#copy([row])) : '',
      ),
    ];
  }

  #newOwner(): string {
    return typedOwner(this.#owner.value);
  }

  async #copy(rows: readonly Row[]): Promise<void> {
    const { ownerKey } = this.#facts;
    const isCopied = await copyText(`${commandsFor(rows, ownerKey, this.#newOwner())}\n`);
    const without = rows.filter((row) => !hasCommand(row, ownerKey)).length;
    const left = without > 0 ? ` ${counted(without, 'other has', 'others have')} none.` : '';
    this.#said.textContent = isCopied
      ? `Copied the command for ${counted(rows.length - without, 'resource')}.${left}`
      : 'The browser refused to copy. Open a row: its command can be selected there.';
  }

  #toggle(row: Row): void {
    if (!this.#selected.delete(row)) this.#selected.add(row);
    this.#grid.refresh();
    this.#showSelection();
  }

  #showSelection(): void {
    const { size } = this.#selected;
    this.#copySelected.disabled = size === 0;
    this.#copySelected.textContent = size === 0 ? 'Copy command' : `Copy command for ${count(size)}`;
    const seen = size === 0 ? 0 : this.#rows.filter((row) => this.#selected.has(row)).length;
    this.#selectAll.checked = seen > 0 && seen === this.#rows.length;
    this.#selectAll.indeterminate = seen > 0 && seen < this.#rows.length;
  }

  #sortBy(key: SortKey): void {
    const isSame = this.#order?.key === key;
    // A third click leads back to the order of the page.
    if (isSame && this.#order?.isDescending) this.#order = null;
    else this.#order = { key, isDescending: isSame };
    this.#ordered = this.#order ? sorted(this.#all, key, this.#order.isDescending) : this.#all;
    for (const [other, head] of this.#heads) {
      const isThis = other === this.#order?.key;
      head.setAttribute(
        'aria-sort',
        isThis ? (this.#order?.isDescending ? 'descending' : 'ascending') : 'none',
      );
    }
    this.#apply();
  }

  #apply(): void {
    this.#rows = filtered(this.#ordered, this.#filters.values);
    this.#grid.show(this.#rows);
    this.#table.setAttribute('aria-rowcount', String(this.#rows.length + 1));
    this.#table.classList.toggle('empty', this.#rows.length === 0);
    const hidden = this.#rows.length - this.#grid.most;
    this.#status.textContent =
      `${counted(this.#rows.length, 'resource')} of ${count(this.#all.length)}` +
      (hidden > 0 ? `; a filter or the CSV file shows the last ${count(hidden)}` : '');
    this.#showSelection();
  }

  #open(row: Row): void {
    const { ownerKey } = this.#facts;
    const command = hasCommand(row, ownerKey)
      ? { text: commandsFor([row], ownerKey, this.#newOwner()), copy: () => this.#copy([row]) }
      : null;
    openDetails(this.#dialog, row, this.#facts, command);
    // A modal dialog hides the rest of the page from screen readers, and what it says about copying.
    this.#dialog.append(this.#said);
  }

  #exportCsv(): void {
    const file = new Blob([...csvOf(this.#rows, this.#facts.ownerKey)], { type: 'text/csv;charset=utf-8' });
    const url = URL.createObjectURL(file);
    make('a', { href: url, download: `resources-${this.#facts.day}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    this.#said.textContent = `Exported ${counted(this.#rows.length, 'resource')}.`;
  }

  /** Puts the table into the page. */
  attach(root: HTMLElement): void {
    this.#owner.addEventListener('input', () => {
      const isWrong = this.#owner.value.trim() !== '' && this.#newOwner() === PLACEHOLDER;
      this.#owner.setAttribute('aria-invalid', String(isWrong));
    });
    const printed = make('div', { class: 'printed' });
    addEventListener('beforeprint', () => {
      const heads = COLUMNS.map(([, title]) => title);
      printed.replaceChildren(printedTable(this.#rows, heads, this.#facts.ownerKey));
    });
    this.#dialog.addEventListener('close', () => this.#status.after(this.#said));
    addEventListener('afterprint', () => printed.replaceChildren());
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-is]')) {
      link.addEventListener('click', () => this.#filters.choose(link.dataset.is ?? ''));
    }
    const tools = make(
      'div',
      { class: 'tools' },
      this.#status,
      this.#said,
      make('label', { class: 'new-owner' }, 'New owner ', this.#owner),
      this.#copySelected,
      button('Export CSV', () => this.#exportCsv()),
    );
    root.replaceChildren(
      this.#filters.element,
      tools,
      this.#table,
      this.#filters.fold,
      printed,
      this.#dialog,
    );
    this.#apply();
  }
}
