import type { TerminationResult } from '../../lambdas/domain/grace-period/order.ts';
import type { Kind } from './kind.ts';
import { answered, FIRST, input, round } from './made-up.ts';

const became = (title: string, result: TerminationResult['result'], reason: string): Kind => ({
  title,
  input: answered({ result, reason }),
});

/** What became of instances that were not just terminated. */
export const instead: readonly Kind[] = [
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
