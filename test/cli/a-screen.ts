import type { Screen } from '../../cli/command.ts';

/** A screen that keeps its lines. */
export const aScreen = (colour = false): Screen & { readonly lines: string[]; readonly errors: string[] } => {
  const lines: string[] = [];
  const errors: string[] = [];
  return {
    lines,
    errors,
    out: (line) => lines.push(line),
    error: (line) => errors.push(line),
    progress: () => {},
    colour,
  };
};
