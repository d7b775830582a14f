import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { bundles } from './bundles.ts';
import { coldStart, type Times } from './cold-start.ts';
import { median } from './median.ts';
import { standInAws } from './stand-in-aws.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The first events of a checkout fit its own functions. */
const FirstEvents = z.object({
  firstEvents: z.custom<(checkedAt: string) => unknown>((value) => typeof value === 'function'),
});
const Events = z.record(
  z.string(),
  z.object({ environment: z.record(z.string(), z.string()), event: z.unknown() }),
);

/** Checks a commit out beside this checkout, with this one's packages. */
const checkOut = (commit: string) => {
  const root = join(mkdtempSync(join(tmpdir(), 'bench-')), 'checkout');
  const git = (...words: string[]) =>
    execFileSync('git', words, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  git('worktree', 'add', '--detach', root, commit);
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  return {
    root,
    remove: () => {
      git('worktree', 'remove', '--force', root);
      rmSync(join(root, '..'), { recursive: true });
    },
  };
};

/** The bundles of a checkout, and what each of them gets first. */
const bundled = async (root: string) => {
  const { firstEvents } = FirstEvents.parse({ ...(await import(join(root, 'test/bench/first-events.ts'))) });
  const events = () => Events.parse(firstEvents(new Date().toISOString()));
  return { events, ...bundles(Object.keys(events()), root) };
};

type Measured = { readonly before: number; readonly now: number; readonly ratio: number };

/** A function in both checkouts: kilobytes, and medians in milliseconds. The ratio of times is the median of the rounds' ratios. */
export type Compared = Readonly<Record<'kilobytes' | keyof Times, Measured>> & { readonly name: string };

/**
 * Bundle sizes and cold starts of the functions that this checkout and another commit have. They are measured by turns, so that
 * a slow moment of the machine affects both.
 */
export const against = async (
  commit: string,
  rounds: number,
  progress: (text: string) => void,
): Promise<Compared[]> => {
  progress('bundling');
  const other = checkOut(commit);
  try {
    const sides = { before: await bundled(other.root), now: await bundled(ROOT) };
    const names = Object.keys(sides.before.events()).filter((name) => name in sides.now.events());
    const times = new Map<string, Record<'before' | 'now', Times[]>>(
      names.map((name) => [name, { before: [], now: [] }]),
    );
    const aws = await standInAws();
    for (let round = 1; round <= rounds; round++) {
      progress(`cold starts, round ${round} of ${rounds}`);
      for (const [name, measured] of times) {
        const order = round % 2 === 0 ? (['before', 'now'] as const) : (['now', 'before'] as const);
        for (const side of order) {
          const first = sides[side].events()[name];
          if (!first) continue;
          measured[side].push(await coldStart({ name, bundle: sides[side].path(name), ...first }, aws.url));
        }
      }
    }
    aws.close();
    const compared = [...times].map(([name, { before, now }]) => {
      const medians = (of: keyof Times) => ({
        before: median(before.map((time) => time[of])),
        now: median(now.map((time) => time[of])),
        ratio: median(now.map((time, round) => time[of] / (before[round]?.[of] ?? Number.NaN))),
      });
      const size = { before: sides.before.kilobytes(name), now: sides.now.kilobytes(name) };
      const kilobytes = { ...size, ratio: size.now / size.before };
      return { name, kilobytes, imported: medians('imported'), handled: medians('handled') };
    });
    sides.before.remove();
    sides.now.remove();
    return compared;
  } finally {
    other.remove();
  }
};
