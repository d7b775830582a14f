import type { AttributeInput } from '../domain/grace-period/input.ts';
import type { Missing } from '../domain/launcher/attribute-session.ts';
import type { LookUp } from '../domain/launcher/look-up.ts';

/**
/**
 * What to ask of CloudTrail, once a launch: the queue repeats what is not answered yet. Who launched an instance that
 * launches others is asked after the first check: that reads the instance's Owner, which is cheaper, and stronger. Who
 * made a launch without a record is asked at once.
 */
export const questions = (
  unanswered: readonly Missing[],
  { launch, check, launcher, notice }: AttributeInput,
): LookUp[] => {
  const { accountId, region, identity, instanceIds } = launch;
  const isFirst = launcher === undefined;
  const isAfterFirstCheck = check !== undefined && notice === undefined;
  const isUnrecorded = (instanceId: string) => !identity && instanceIds.includes(instanceId);
  return unanswered.flatMap((missing): LookUp[] => {
    switch (missing.need) {
      case 'session':
        return isFirst ? [{ accountId, region, kind: 'access-key', resourceName: missing.accessKeyId }] : [];
      case 'launch-caller':
        return isAfterFirstCheck || (isFirst && isUnrecorded(missing.instanceId))
          ? [{ accountId, region, kind: 'instance', resourceName: missing.instanceId }]
          : [];
      case 'user-by-id':
      case 'user-by-name':
        return [];
      default:
        return missing satisfies never;
    }
  });
};
