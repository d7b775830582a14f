import type { Origin } from '../../lambdas/domain/launcher/origin.ts';
import type { Kind } from './kind.ts';
import { answered, FIRST, ids, input, line, MISSING, NOBODY, round, THREE, THREE_LINES } from './made-up.ts';

const GROUP: Origin = { kind: 'auto-scaling-group', id: 'hprc-assembly-workers', owner: null };
const [ROOT = '', DATA = '', SCRATCH = ''] = ids('vol', 3);
const grouped = { origin: GROUP, tools: ['auto-scaling-group', 'launch-template'] as const };

/** Warnings and terminations. */
export const endings: readonly Kind[] = [
  { title: 'Warning', input: input(round({})) },
  {
    title: 'Warning, nobody known',
    input: input(
      round({ findings: [{ verdict: MISSING, instanceIds: THREE }], toWarn: THREE, examples: THREE_LINES }),
      NOBODY,
    ),
  },
  {
    title: 'Warning, many instances',
    input: input(
      round({
        findings: [{ verdict: MISSING, instanceIds: ids('i', 250) }],
        toWarn: ids('i', 250),
        examples: ids('i', 20).map((id) => line(id, 'star-fusion')),
        tools: ['batch', 'auto-scaling-group'],
      }),
    ),
  },
  {
    title: 'Termination',
    input: answered(
      { result: 'terminated', reason: 'confirmed' },
      { examples: [line(FIRST, 'giraffe-hprc', { volumes: { deleted: [ROOT], kept: [DATA, SCRATCH] } })] },
    ),
  },
  {
    title: 'Auto Scaling group, the first of the hour',
    input: input(round({ ...grouped, tools: [...grouped.tools] })),
    claim: { told: false, launches: 0, since: null },
  },
  {
    title: 'Auto Scaling group, an hour later',
    input: input(round({ ...grouped, tools: [...grouped.tools] })),
    claim: { told: false, launches: 7, since: '2026-11-03T16:02:12Z' },
  },
];
