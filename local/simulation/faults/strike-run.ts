import type { FunctionName } from '../../../infra/names.ts';
import type { Functions } from '../../aws/functions.ts';
import { SECOND } from '../time.ts';
import { killable } from './killing.ts';
import type { Weather } from './weather.ts';

/** Functions that a queue feeds: it may feed them twice. */
const READERS: readonly (FunctionName | undefined)[] = ['intake', 'sessions', 'look-up', 'publish'];

/** Runs functions as Lambda does on a bad day: they die, and they get a message twice. */
export const strikeRuns = (functions: Functions, weather: Weather): void => {
  const invoke = functions.invoke.bind(functions);
  functions.invoke = (functionArn, event) => {
    const name = functions.nameOf(functionArn);
    const again = READERS.includes(name) ? weather.strike('message-redelivered') : undefined;
    if (again && name) {
      weather.tell({
        kind: 'message-redelivered',
        accountId: null,
        fn: name,
        what: `${name} gets its messages twice`,
      });
      // Nobody waits for what becomes of the second.
      setTimeout(() => killable(() => invoke(functionArn, event)).catch(() => {}), again.seconds * SECOND);
    }
    return killable(() => invoke(functionArn, event));
  };
};
