import type { Instance } from '../../lambdas/domain/instances.ts';
import { LAUNCHED_AT } from './at.ts';

/** A running instance with only the given tags. */
export const anInstance = (
  instanceId: string,
  tags: Readonly<Record<string, string>> = {},
  overrides: Partial<Instance> = {},
): Instance => ({
  instanceId,
  state: 'running',
  instanceType: 'm7g.large',
  imageId: 'ami-0123456789abcdef0',
  createdAt: LAUNCHED_AT,
  availabilityZone: 'us-west-2a',
  keyName: null,
  managedByAws: false,
  isSpot: false,
  tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  volumes: { deleted: [], kept: [] },
  ...overrides,
});
