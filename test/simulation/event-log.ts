import { sinceBegin } from './time.ts';

type Line = { readonly at: number; readonly describe: () => string };

/** What happened in a run, in order. Its words are written only when somebody asks for them. */
export class EventLog {
  readonly #lines: Line[] = [];

  add(tell: () => string): void {
    this.#lines.push({ at: Date.now(), describe: tell });
  }

  /** From when until when: milliseconds since the epoch; all if left out. */
  lines(from = 0, until = Number.POSITIVE_INFINITY): string[] {
    return this.#lines
      .filter(({ at }) => from <= at && at <= until)
      .map(({ at, describe: tell }) => `${sinceBegin(at)}  ${tell()}`);
  }
}
