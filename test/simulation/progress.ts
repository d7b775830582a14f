/** Shows how many runs are done. */
type Progress = {
  readonly show: (done: number, all: number, failing: number) => void;
  /** Erases the progress line, before something else is written. */
  readonly clear: () => void;
};

type Screen = { readonly isTTY?: boolean; readonly write: (text: string) => unknown };

/** In a log, one line is written for this many runs. */
const LINE_EACH = 1000;

const CLEAR = '\r\u001b[K';

/**
 * Shows how many runs are done, and how long the others will take. On a terminal, one line is updated; in a log, a line is
 * written every thousand runs.
 *
 * @param elapsed milliseconds since the first run began
 */
export const progressOn = (screen: Screen, elapsed: () => number): Progress => {
  let isShown = false;
  const clear = (): void => {
    if (isShown) screen.write(CLEAR);
    isShown = false;
  };
  return {
    clear,
    show: (done, all, failing) => {
      if (!screen.isTTY && done % LINE_EACH !== 0) return;
      const left = Math.ceil(((elapsed() / done) * (all - done)) / 1000);
      const failed = failing > 0 ? `, ${failing} broke a rule` : '';
      const line = `${done} of ${all} runs${failed}, ${left} s left`;
      clear();
      screen.write(screen.isTTY ? line : `${line}\n`);
      isShown = screen.isTTY ?? false;
    },
  };
};
