import type { JsonObject } from '../../infra/json.ts';
import type { Caller } from './identity.ts';
import { uuid } from './made-up.ts';

/** Where a call is made. */
export type Place = { readonly accountId: string; readonly region: string };

/** A call to AWS: the parts of its record that differ from call to call. */
export type Call = {
  /** Time of day in California, `08:30:00`. */
  readonly at: string;
  readonly place: Place;
  readonly caller: Caller;
  /** The service, as in `ec2.amazonaws.com`; `ec2` if left out. */
  readonly service?: string;
  readonly eventName: string;
  readonly requestParameters: JsonObject;
  readonly responseElements: JsonObject | null;
  readonly error?: { readonly errorCode: string; readonly errorMessage: string };
};

/** A time of the sample day in California, as CloudTrail writes it. */
export const eventTimeOf = (at: string): string =>
  new Date(`2026-11-03T${at}-08:00`).toISOString().replace('.000Z', 'Z');

/** The record that CloudTrail would write of a call on the sample day. */
export const recordOf = ({
  at,
  place,
  caller,
  service = 'ec2',
  eventName,
  error,
  ...call
}: Call): JsonObject => ({
  eventVersion: '1.11',
  ...caller,
  eventTime: eventTimeOf(at),
  eventSource: `${service}.amazonaws.com`,
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
    clientProvidedHostHeader: `${service}.${place.region}.amazonaws.com`,
  },
});
