import type { Execution, Life, Seen } from './seen.ts';

/** The executions, open at an instant, that judge an instance, by all that Step Functions was given of them. */
export const judging = (
  { accountId, instanceId, reservationId }: Life,
  at: number,
  { executions }: Pick<Seen, 'executions'>,
): Execution[] =>
  executions.filter(
    ({ from, until, launch }) =>
      launch.accountId === accountId &&
      from <= at &&
      at <= until &&
      ([reservationId, instanceId].includes(launch.key.value) || launch.instanceIds.includes(instanceId)),
  );
