import { isObject, type JsonObject } from '../../../infra/json.ts';
import { launched, type SampleLaunch } from '../../../local/sample/launches.ts';

/** A launch, with attributes that the sample's launches never have. */
type SimulatedLaunch = SampleLaunch & {
  readonly isProtected?: boolean;
  /** Whether a persistent Spot request launches it. */
  readonly isSpot?: boolean;
  readonly isManaged?: boolean;
};

/** A part of a record with some of its fields changed. */
export const changed = (value: unknown, change: JsonObject): JsonObject => ({
  ...(isObject(value) ? value : {}),
  ...change,
});

/** The network interface of an instance: AWS makes one for each. */
const interfaceOf = (instance: unknown): JsonObject => {
  const id = isObject(instance) ? String(instance.instanceId).replace(/^i-/, 'eni-') : '';
  return { networkInterfaceSet: { items: [{ networkInterfaceId: id, requesterManaged: false }] } };
};

const instancesWith = (response: unknown, change: JsonObject): JsonObject => {
  const set = isObject(response) && isObject(response.instancesSet) ? response.instancesSet.items : [];
  const items = Array.isArray(set)
    ? set.map((item: unknown) => changed(item, { ...interfaceOf(item), ...change }))
    : [];
  return changed(response, { instancesSet: { items } });
};

/** The record of a launch. */
export const recordOfLaunch = ({
  isProtected = false,
  isSpot = false,
  isManaged = false,
  ...launch
}: SimulatedLaunch): JsonObject => {
  const record = launched(launch);
  return {
    ...record,
    requestParameters: changed(record.requestParameters, {
      disableApiTermination: isProtected,
      ...(isSpot
        ? { instanceMarketOptions: { marketType: 'spot', spotOptions: { spotInstanceType: 'persistent' } } }
        : {}),
    }),
    responseElements: instancesWith(record.responseElements, {
      ...(isManaged ? { operator: { managed: true } } : {}),
      ...(isSpot ? { instanceLifecycle: 'spot' } : {}),
    }),
  };
};
