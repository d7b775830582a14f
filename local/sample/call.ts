import type { JsonObject } from '../json.ts';
import type { Caller } from './identity.ts';
import { uuid } from './made-up.ts';

/** Where a call is made. */
export type Place = { readonly accountId: string; readonly region: string };

/** A call to EC2: everything that its record tells besides what each has. */
export type Call = {
  /** Time of day in California, `08:30:00`. */
  readonly at: string;
  readonly place: Place;
  readonly caller: Caller;
  readonly eventName: string;
  readonly requestParameters: JsonObject;
  readonly responseElements: JsonObject | null;
  readonly error?: { readonly errorCode: string; readonly errorMessage: string };
};

/** The record that CloudTrail would write of a call on the sample day. */
export const recordOf = ({ at, place, caller, eventName, error, ...call }: Call): JsonObject => ({
  eventVersion: '1.11',
  ...caller,
  eventTime: new Date(`2026-11-03T${at}-08:00`).toISOString().replace('.000Z', 'Z'),
  eventSource: 'ec2.amazonaws.com',
  eventName,
  awsRegion: place.region,
  ...error,
  ...call,
  requestID: uuid(`request ${at} ${JSON.stringify(call.requestParameters)}`),
  eventID: uuid(`event ${at} ${eventName} ${JSON.stringify(call.requestParameters)}`),
  readOnly: false,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: place.accountId,
  eventCategory: 'Management',
  tlsDetails: {
    tlsVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    clientProvidedHostHeader: `ec2.${place.region}.amazonaws.com`,
  },
});
