import { isObject, type JsonObject } from '../../../infra/json.ts';
import { launched, type SampleLaunch } from '../../../local/sample/launches.ts';
import { type Deed, deedOf } from './deed.ts';

/** A launch, with what the sample's launches never have. */
export type SimulatedLaunch = SampleLaunch & {
  readonly isProtected?: boolean;
  /** Of a persistent Spot request. */
  readonly isSpot?: boolean;
  readonly isManaged?: boolean;
};

const changed = (value: unknown, change: JsonObject): JsonObject => ({
  ...(isObject(value) ? value : {}),
  ...change,
});

const instancesWith = (response: unknown, change: JsonObject): JsonObject => {
  const set = isObject(response) && isObject(response.instancesSet) ? response.instancesSet.items : [];
  const items = Array.isArray(set) ? set.map((item: unknown) => changed(item, change)) : [];
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

/** What CloudTrail left of a record: it may leave out the response of a large launch. */
export type Left = 'whole' | 'truncated';

const toldAs = (record: JsonObject, left: Left, note: string): Deed => {
  const deed = deedOf(record, note);
  if (left === 'whole') return deed;
  return { ...deed, told: deedOf({ ...record, responseElements: null }, note).entry };
};

const tokened = (launch: SampleLaunch, clientToken: string): JsonObject => {
  const record = launched(launch);
  return { ...record, requestParameters: changed(record.requestParameters, { clientToken }) };
};

/** A launch with a client token of its caller's. */
export const withToken = (launch: SampleLaunch, clientToken: string, left: Left, note: string): Deed =>
  toldAs(tokened(launch, clientToken), left, note);

/** The same call again: EC2 answers with the same reservation, and launches nothing. */
export const repeated = (launch: SampleLaunch, clientToken: string, at: string, left: Left): Deed =>
  toldAs(tokened({ ...launch, at }, clientToken), left, `calls again, with the client token ${clientToken}`);
