import { keyName, keyNames } from '../grace-period/execution-name.ts';
import type { Cause } from '../grace-period/input.ts';
import type { Launch } from '../record/launch.ts';

/** An instance, by all that a launch may name it. */
export type Named = {
  readonly region: string;
  readonly instanceId: string;
  /** Null where only the instance is known. */
  readonly reservationId: string | null;
  readonly clientToken: string | null;
};

/** An open execution, as far as it is known. Instants are milliseconds since the epoch. */
export type Open = {
  /** Of the execution. */
  readonly name: string;
  readonly startedAt: number;
  readonly cause: Cause;
  readonly region: string;
  /** Of all that its launch is known by, as execution names have them. */
  readonly keyNames: readonly string[];
  readonly instanceIds: readonly string[];
  /** When its grace period began. */
  readonly eventTime: number | null;
};

const namesOf = ({ instanceId, reservationId, clientToken }: Named): string[] => [
  keyName({ filter: 'instance-id', value: instanceId }),
  ...(reservationId ? [keyName({ filter: 'reservation-id', value: reservationId })] : []),
  ...(clientToken ? [keyName({ filter: 'client-token', value: clientToken })] : []),
];

/** The open executions that judge the instance: those of its launch, and those about it. */
export const judging = (instance: Named, open: readonly Open[]): Open[] => {
  const names = namesOf(instance);
  return open.filter(
    (one) =>
      one.region === instance.region &&
      (one.instanceIds.includes(instance.instanceId) || one.keyNames.some((name) => names.includes(name))),
  );
};

/** Whether an open execution judges the instance already: one grace period at a time. */
export const isCovered = (instance: Named, open: readonly Open[]): boolean =>
  judging(instance, open).length > 0;

/** The same of every instance of a launch, as far as it names them; of one that names none, its key must be the same. */
export const isLaunchCovered = (
  launch: Pick<Launch, 'region' | 'key' | 'clientToken' | 'instanceIds'>,
  open: readonly Open[],
): boolean => {
  const { region, instanceIds } = launch;
  const names = keyNames(launch);
  if (open.some((one) => one.region === region && one.keyNames.some((name) => names.includes(name))))
    return true;
  const named = { region, reservationId: null, clientToken: null };
  return (
    instanceIds.length > 0 && instanceIds.every((instanceId) => isCovered({ ...named, instanceId }, open))
  );
};
