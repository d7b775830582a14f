import type { Instance } from '../../lambdas/domain/instances.ts';
import type { ExistingInstance } from '../../lambdas/domain/sweep/classify.ts';
import { anInstance } from './an-instance.ts';

type Overrides = Partial<Omit<ExistingInstance, 'instance'>> & { readonly instance?: Partial<Instance> };

/** An instance in its own reservation, with only the given tags. */
export const anExistingInstance = (
  instanceId: string,
  tags: Readonly<Record<string, string>> = {},
  { instance = {}, ...overrides }: Overrides = {},
): ExistingInstance => ({
  region: 'us-west-2',
  reservationId: `r-of-${instanceId}`,
  clientToken: null,
  instance: anInstance(instanceId, tags, instance),
  ...overrides,
});
