import { sinceBegin } from './time.ts';

type Line = { readonly at: number; readonly describe: () => string };

/** What happened in a run, in order. The text of a line is made only when it is read. */
export class EventLog {
  readonly #lines: Line[] = [];

  add(describe: () => string): void {
    this.#lines.push({ at: Date.now(), describe });
  }

  /** The lines between two instants, in milliseconds since the epoch; all lines if they are left out. */
  lines(from = 0, until = Number.POSITIVE_INFINITY): string[] {
    return this.#lines
      .filter(({ at }) => from <= at && at <= until)
      .map(({ at, describe }) => `${sinceBegin(at)}  ${describe()}`);
  }
}
