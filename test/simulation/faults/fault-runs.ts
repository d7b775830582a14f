import type { FunctionName } from '../../../infra/names.ts';
import type { Functions } from '../../../local/aws/functions.ts';
import { SECOND } from '../time.ts';
import type { FaultInjector } from './fault-injector.ts';
import { idsIn } from './ids.ts';
import { killable } from './killing.ts';

/** The functions that read a queue, which may deliver a message twice. */
const READERS: readonly (FunctionName | undefined)[] = [
  'intake',
  'sessions',
  'look-up',
  'publish',
  'directory',
  'propagate',
  'creations',
  'reminders',
];

/** Runs functions with the faults of Lambda and SQS: a run may be killed, or get its messages twice. */
export const faultRuns = (functions: Functions, injector: FaultInjector): void => {
  const invoke = functions.invoke.bind(functions);
  functions.invoke = (functionArn, event) => {
    const name = functions.nameOf(functionArn);
    const run = (): Promise<unknown> => killable(() => invoke(functionArn, event));
    if (!READERS.includes(name)) return run();
    const target = {
      accountId: null,
      fn: name ?? null,
      what: `${name} gets its messages twice ${idsIn(event)}`.trimEnd(),
    };
    const again = injector.strike('message-redelivered', target);
    if (again) {
      injector.report({ kind: 'message-redelivered', ...target });
      // Nothing waits for the second run, so its failure is ignored.
      setTimeout(() => run().catch(() => {}), again.seconds * SECOND);
    }
    return run();
  };
};
