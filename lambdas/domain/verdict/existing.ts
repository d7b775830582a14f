import type { Instance } from '../instances.ts';
import type { Named } from '../sweep/covered.ts';

/** An instance that exists, not ended or ending, as a sweep of its account finds it. */
export type Existing = {
  readonly region: string;
  readonly reservationId: string;
  /** Null where its launch had none. */
  readonly clientToken: string | null;
  readonly instance: Instance;
};

/** By all that a launch may name it. */
export const nameOf = ({ region, reservationId, clientToken, instance }: Existing): Named => ({
  region,
  reservationId,
  clientToken,
  instanceId: instance.instanceId,
});
