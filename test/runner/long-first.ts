/** The files that take longest: one that began last would keep one core busy, and leave the others idle. */
const LONG = [
  'simulation/runs.test.ts',
  'lambdas/intake/fuzz.test.ts',
  'local/creations.test.ts',
  'infra/nag.test.ts',
  'cli/start/main.test.ts',
  'simulation/histories.test.ts',
  'local/mails.test.ts',
  'cli/notices/notices.test.ts',
  'local/many-accounts.test.ts',
  'local/hostile.test.ts',
  'infra/access/stacks.test.ts',
  'lambdas/domain/creation/fuzz.test.ts',
];

type Test = { readonly path: string };

const place = ({ path }: Test): number => {
  const found = LONG.findIndex((name) => path.endsWith(`/test/${name}`));
  return found < 0 ? LONG.length : found;
};

/** Jest's own sequencer knows which files are long from the last run only, and a clean clone has had none. */
export default class LongFirst {
  sort<One extends Test>(tests: readonly One[]): One[] {
    return tests.toSorted((a, b) => place(a) - place(b) || a.path.localeCompare(b.path));
  }

  cacheResults(): void {}
}
