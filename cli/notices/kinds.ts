import type { TerminationResult } from '../../lambdas/domain/grace-period/order.ts';
import type { Origin } from '../../lambdas/domain/launcher/origin.ts';
import { corrections } from './corrections.ts';
import {
  answered,
  FIRST,
  ids,
  input,
  type Kind,
  lastRound,
  line,
  MISSING,
  MKIM,
  NEAR_MISS,
  NOBODY,
  round,
  THREE,
  THREE_LINES,
} from './made-up.ts';

const GROUP: Origin = { kind: 'auto-scaling-group', id: 'hprc-assembly-workers', owner: null };
const [ROOT = '', DATA = '', SCRATCH = ''] = ids('vol', 3);
const grouped = { origin: GROUP, tools: ['auto-scaling-group', 'launch-template'] as const };

/** Warnings and terminations. */
const endings: readonly Kind[] = [
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

const became = (title: string, result: TerminationResult['result'], reason: string): Kind => ({
  title,
  input: answered({ result, reason }),
});

/** What became of instances that were not just terminated. */
const instead: readonly Kind[] = [
  { title: 'Warning, while enforcement is paused', input: input(round({ paused: true })) },
  became('Held by a pause', 'held', 'paused'),
  became('Stopped, since it is protected', 'stopped', 'termination-protected'),
  became('Termination, protection overridden', 'terminated', 'protection-overridden'),
  became('Termination, Spot request cancelled', 'terminated', 'request-cancelled'),
  became('Termination, the answer lost', 'terminated', 'answer-lost'),
  became('Failure to cancel a Spot request', 'failed', 'request-not-cancelled'),
  {
    title: 'Only reported: older than enforceLaunchesAfter',
    input: input(
      round({
        findings: [{ verdict: { is: 'exempt', reason: 'before-enforcement' }, instanceIds: [FIRST] }],
        toWarn: [],
        until: null,
      }),
    ),
  },
];

/** What could not be done. */
const failures: readonly Kind[] = [
  { title: 'Warning that does not reach its person', input: input(round({})), unread: true },
  {
    title: 'Failure to terminate',
    input: answered({ result: 'failed', reason: 'termination-protected' }),
  },
  {
    title: 'Failure to correct',
    input: input(
      round({
        findings: [{ verdict: NEAR_MISS, instanceIds: [FIRST] }],
        toWarn: [],
        repair: [{ result: 'failed', reason: 'UnauthorizedOperation', instanceIds: [FIRST] }],
      }),
    ),
  },
  {
    title: 'Failure to check',
    input: input({
      Error: 'RoleNotAssumable',
      Cause: JSON.stringify({
        errorMessage:
          "Cannot assume arn:aws:iam::422448306679:role/tag-enforcement-read: deploy the account's stack, or look at the role's trust policy.",
      }),
    }),
  },
];

const rehearsals: readonly Kind[] = [
  { title: 'Dry-run: warning', input: input(round({}), MKIM, 'dry-run') },
  { title: 'Dry-run: would terminate', input: input(lastRound({}), MKIM, 'dry-run') },
];

/** One of each kind of message. */
export const KINDS: readonly Kind[] = [...endings, ...instead, ...corrections, ...failures, ...rehearsals];
