import type { OpenExecutions } from './open-executions.ts';

/** Loads the SDK, half of a cold start, when it is asked for the first time: as a rule it never is. */
export const openExecutionsLater = (stateMachineArn: string, milliseconds: number): OpenExecutions => {
  let find: Promise<OpenExecutions> | undefined;
  return async (...asked) => {
    find ??= import('./open-executions.ts').then((client) =>
      client.openExecutions(stateMachineArn, milliseconds),
    );
    return (await find)(...asked);
  };
};
