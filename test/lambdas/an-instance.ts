import type { Instance } from '../../lambdas/domain/instance.ts';

/** A running instance without tags, except those given as key and value. */
export const anInstance = (
  instanceId: string,
  tags: Readonly<Record<string, string>> = {},
  overrides: Partial<Instance> = {},
): Instance => ({
  instanceId,
  state: 'running',
  instanceType: 'm7g.large',
  availabilityZone: 'us-west-2a',
  managedByAws: false,
  tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  volumes: { deleted: [], kept: [] },
  ...overrides,
});
