import type { Launch } from '../record/launch.ts';

/** An instance, by all that a launch may name it. */
export type Named = {
  readonly region: string;
  readonly instanceId: string;
  /** Null where only the instance is known. */
  readonly reservationId: string | null;
  readonly clientToken: string | null;
};

/** A launch whose execution is open, as far as it is known. */
export type Open = Pick<Launch, 'region' | 'key' | 'instanceIds'>;

/** Whether a launch is the instance's, or about it. */
const isAbout = ({ region, key, instanceIds }: Open, instance: Named): boolean => {
  if (region !== instance.region) return false;
  if (instanceIds.includes(instance.instanceId)) return true;
  switch (key.filter) {
    case 'instance-id':
      return key.value === instance.instanceId;
    case 'reservation-id':
      return key.value === instance.reservationId;
    case 'client-token':
      return key.value === instance.clientToken;
    default:
      return key.filter satisfies never;
  }
};

/** Whether an open execution judges the instance already: one grace period at a time. */
export const isCovered = (instance: Named, open: readonly Open[]): boolean =>
  open.some((launch) => isAbout(launch, instance));

/** The same of every instance of a launch, as far as it names them; of one that names none, its key must be the same. */
export const isLaunchCovered = ({ region, key, instanceIds }: Open, open: readonly Open[]): boolean => {
  const isSame = (one: Open) =>
    one.region === region && one.key.filter === key.filter && one.key.value === key.value;
  if (open.some(isSame)) return true;
  const named = { region, reservationId: null, clientToken: null };
  return (
    instanceIds.length > 0 && instanceIds.every((instanceId) => isCovered({ ...named, instanceId }, open))
  );
};
