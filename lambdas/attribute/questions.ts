import type { Missing } from '../domain/gathered.ts';
import type { AttributeInput } from '../domain/grace-period.ts';
import type { LookUp } from '../domain/look-up.ts';

/**
 * What to ask of CloudTrail. Who launched an instance is asked only after a check: it reads the instance's Owner, which
 * is cheaper, and stronger.
 */
export const questions = (unanswered: readonly Missing[], { launch, check }: AttributeInput): LookUp[] => {
  const { accountId, region } = launch;
  return unanswered.flatMap((missing): LookUp[] => {
    switch (missing.need) {
      case 'session':
        return [{ accountId, region, kind: 'access-key', resourceName: missing.accessKeyId }];
      case 'launch-caller':
        return check ? [{ accountId, region, kind: 'instance', resourceName: missing.instanceId }] : [];
      case 'user-by-id':
      case 'user-by-name':
        return [];
      default:
        return missing satisfies never;
    }
  });
};
