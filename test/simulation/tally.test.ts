import { expect, test } from '@jest/globals';
import { describeTally } from './describe-runs.ts';
import { FAULT_KINDS } from './faults/fault.ts';
import { COVERAGE } from './observed/met.ts';
import type { RunReport } from './run-report.ts';
import { Tally } from './tally.ts';

const report = (kinds: RunReport['kinds'], coverage: RunReport['coverage'] = []): RunReport => ({
  played: '--seed 1',
  kinds,
  coverage,
  instances: 1,
  ended: 0,
  mails: 0,
  violations: [],
  timeline: [],
});

test('each kind of fault is counted, and one that never struck is named', () => {
  const tally = new Tally();
  tally.add(report(FAULT_KINDS.filter((kind) => kind !== 'killed').map((kind) => [kind, 3] as const)));
  const happened = COVERAGE.filter((coverage) => coverage !== 'hibernated').map(
    (coverage) => [coverage, 5] as const,
  );
  tally.add(report([['throttled', 4]], happened));
  expect(tally.missing()).toEqual(['killed', 'hibernated']);
  const described = describeTally(tally, 1);
  expect(described).toMatch(/^throttled +7 +2$/m);
  expect(described).toMatch(/^killed +0 +0$/m);
  expect(described).toMatch(/^user-renamed +5 +1$/m);
  expect(described).toContain('Never happened: killed, hibernated.');
  for (const kind of FAULT_KINDS) expect(described).toContain(kind);

  tally.add(report([['killed', 1]], [['hibernated', 1]]));
  expect(tally.missing()).toEqual([]);
  expect(describeTally(tally, 1)).not.toContain('Never happened');
});
