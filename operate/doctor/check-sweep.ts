import { type Diagnosis, failed, ok } from './diagnosis.ts';
import type { SeenExecution } from './reader.ts';

/** Three sweeps: one may be running, and one may have been slow. */
const RECENT_MS = 30 * 60_000;

/**
 * Whether the last sweep that ended could look everywhere. It assumes the read role of every sub-account, in every one of
 * its Regions: nobody else could show that the hub may.
 */
export const checkSweep = (executions: readonly SeenExecution[], now: Date): Diagnosis => {
  const last = executions.find(({ status }) => status !== 'RUNNING');
  if (!last) return failed('no sweep has ended yet: is its schedule enabled?');
  const began = last.startedAt.toISOString();
  if (last.status !== 'SUCCEEDED') {
    return failed(`the sweep of ${began} ended ${last.status}: docs/runbook.md#tag-enforcement-sweep-failed`);
  }
  if (now.getTime() - last.startedAt.getTime() > RECENT_MS) {
    return failed(`the last sweep was at ${began}: docs/runbook.md#tag-enforcement-sweep-not-started`);
  }
  return ok('the last sweep read every account');
};
