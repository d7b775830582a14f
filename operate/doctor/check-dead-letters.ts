import { counted } from '../../local/screen/counted.ts';
import { type Diagnosis, failed, ok } from './diagnosis.ts';

/** Whether a dead-letter queue is empty. Those outside the hub hold what never reached it: the sweep finds its instances. */
export const checkDeadLetters = (logicalId: string, messages: number, isHub: boolean): Diagnosis => {
  if (messages === 0) return ok(`${logicalId} empty`);
  const next = isHub ? 'npm run redrive' : 'docs/runbook.md#dead-letters-of-a-sub-account';
  const count = Number.isNaN(messages) ? 'an unknown number of messages' : counted(messages, 'message');
  return failed(`${logicalId} holds ${count}: ${next}`);
};
