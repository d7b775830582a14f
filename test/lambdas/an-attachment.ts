import type { Attachment } from '../../lambdas/domain/propagation/attachment.ts';

/** A volume or network interface, by its id, that is attached to one instance and has only the given tags. */
export const anAttachment = (
  resourceId: string,
  instanceId: string,
  tags: Readonly<Record<string, string>> = {},
  overrides: Partial<Attachment> = {},
): Attachment => ({
  resourceId,
  type: resourceId.startsWith('vol-') ? 'volume' : 'network-interface',
  instanceIds: [instanceId],
  managedByAws: false,
  tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  ...overrides,
});
