import type { InstanceReader } from '../../lambdas/aws/read-instances.ts';
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

/** A reader of an account and Region in which these instances are found, and nothing else is known. */
export const aReader = (
  instances: readonly Instance[],
  overrides: Partial<InstanceReader> = {},
): InstanceReader => ({
  find: async () => [...instances],
  instance: async () => null,
  names: async () => new Map(),
  ofRequest: async () => [],
  tags: async () => new Map(),
  ...overrides,
});
