import type { Execution, InstanceHistory, Observations } from './seen.ts';

/** The executions that are open at an instant and judge an instance, according to their input. */
export const judging = (
  { accountId, instanceId, reservationId, clientToken }: InstanceHistory,
  at: number,
  { executions }: Pick<Observations, 'executions'>,
): Execution[] =>
  executions.filter(
    ({ from, until, launch }) =>
      launch.accountId === accountId &&
      from <= at &&
      at <= until &&
      (launch.key.value ===
        { 'reservation-id': reservationId, 'instance-id': instanceId, 'client-token': clientToken }[
          launch.key.filter
        ] ||
        launch.instanceIds.includes(instanceId)),
  );
