import type { JsonObject } from '../../../infra/json.ts';
import type { Entry } from '../../../local/entry.ts';
import { PANGENOMICS } from '../../../local/sample/configuration.ts';
import type { Caller } from '../../../local/sample/identity.ts';
import { launched } from '../../../local/sample/launches.ts';
import { entryOf } from '../../local/play-records.ts';

/** Where the calls of these tests are made. */
export const place = { accountId: PANGENOMICS, region: 'us-west-2' };

/** A record of a launch that a caller made at a time of the sample day. */
export const launchBy = (caller: Caller, at = '09:30:00'): JsonObject =>
  launched({ at, place, caller, name: `launch ${at}`, instanceType: 't3.micro' });

/** A launch whose caller has exactly this identity. */
export const launchAs = (userIdentity: JsonObject, at = '09:30:00'): JsonObject =>
  launchBy({ userIdentity, sourceIPAddress: '192.0.2.1', userAgent: 'test' }, at);

/** A successful call that makes nothing, so its caller is seen and nothing else. */
export const seen = (caller: Caller, at = '08:00:00'): JsonObject => ({
  ...launchBy(caller, at),
  eventName: 'DescribeInstances',
  responseElements: null,
});

export const entriesOf = (records: readonly JsonObject[]): Entry[] =>
  records.map((record) => entryOf(record));
