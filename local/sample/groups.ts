import type { JsonObject } from '../../infra/json.ts';
import { type Call, recordOf } from './call.ts';
import { resourceId } from './made-up.ts';

/** An Auto Scaling group, by what distinguishes it. */
export type SampleGroup = Pick<Call, 'at' | 'place' | 'caller'> & {
  readonly name: string;
  readonly size: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether its instances get its tags. */
  readonly propagates: boolean;
};

/** A CreateAutoScalingGroup: it answers nothing. */
export const groupCreated = ({ name, size, tags, propagates, ...call }: SampleGroup): JsonObject =>
  recordOf({
    ...call,
    service: 'autoscaling',
    eventName: 'CreateAutoScalingGroup',
    requestParameters: {
      autoScalingGroupName: name,
      minSize: size,
      maxSize: size,
      vPCZoneIdentifier: resourceId('subnet', call.place.accountId),
      launchTemplate: { launchTemplateName: name },
      tags: Object.entries(tags).map(([key, value]) => ({
        key,
        value,
        propagateAtLaunch: propagates,
        resourceId: name,
        resourceType: 'auto-scaling-group',
      })),
    },
    responseElements: null,
  });
