import type { NewInstance } from '../../../local/aws/instance-state.ts';

/** An instance as a launch creates it, with default values. */
export const aNewInstance = (instanceId: string, more: Partial<NewInstance> = {}): NewInstance => ({
  instanceId,
  instanceType: 'c6i.large',
  imageId: 'ami-1',
  createdAt: '2026-11-03T17:00:00Z',
  availabilityZone: 'us-west-2a',
  keyName: null,
  isSpot: false,
  spotRequestId: null,
  managedByAws: false,
  isProtected: false,
  isStopProtected: false,
  tags: [],
  volumes: { deleted: [], kept: [] },
  interfaces: [],
  tagsOfAttached: { volume: [], 'network-interface': [] },
  ...more,
});
