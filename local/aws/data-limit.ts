import { DataLimitExceeded } from '../errors.ts';
import type { Json } from './interpreter.ts';

/** Bytes of UTF-8. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const LARGEST_STATE = 262_144;

/**
 * Measures JSON as Step Functions does.
 *
 * @param what which value this is, as an error names it
 * @throws DataLimitExceeded
 */
export const requireWithinLimit = (what: string, json: string): void => {
  const bytes = Buffer.byteLength(json);
  if (bytes > LARGEST_STATE) throw new DataLimitExceeded(what, bytes);
};

/** A value as Step Functions passes it on: as JSON, within its limit. */
export const limited = (what: string, value: unknown): Json => {
  const json = JSON.stringify(value);
  requireWithinLimit(what, json);
  // Whatever was read as JSON is JSON: to check it once more takes longer than all the rest.
  const read: Json = JSON.parse(json);
  return read;
};
