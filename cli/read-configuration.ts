import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Access } from '../infra/config/access.ts';
import type { Configuration } from '../infra/config/configuration.ts';
import { ConfigurationInvalid } from '../infra/config/errors.ts';
import { parseConfiguration } from '../infra/config/parse-configuration.ts';
import { hasCode, reasonOf } from '../infra/error-reason.ts';
import { isObject, withoutByteOrderMark } from '../infra/json.ts';

const whyUnread = (error: unknown): string => {
  if (hasCode(error, /^ENOENT$/)) return 'no such file';
  if (hasCode(error, /^EISDIR$/)) return 'a folder, expected a JSON file';
  return `cannot be read (${reasonOf(error)})`;
};

const readJson = (file: string): unknown => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigurationInvalid([whyUnread(error)], file);
  }
  try {
    return JSON.parse(withoutByteOrderMark(text));
  } catch (error) {
    throw new ConfigurationInvalid([`not JSON (${reasonOf(error)})`], file);
  }
};

const contextOf = (cdkJson: unknown): unknown => (isObject(cdkJson) ? cdkJson.context : undefined);

/** The configuration in a file's value: alone, as the field `tagEnforcement`, or in the context of a cdk.json. */
const unwrapped = (value: unknown): unknown => {
  const context = contextOf(value);
  const wrapper = [value, context].find((some) => isObject(some) && 'tagEnforcement' in some);
  return isObject(wrapper) ? wrapper.tagEnforcement : value;
};

/** Reads a value as a configuration. Its faults name the file, if somebody named one. */
const parseIn = (file: string | undefined, value: unknown): Configuration => {
  try {
    return parseConfiguration(value);
  } catch (error) {
    if (!(error instanceof ConfigurationInvalid)) throw error;
    throw new ConfigurationInvalid(error.faults, file, { cause: error });
  }
};

/** @throws ConfigurationInvalid with one line for each fault */
export const readConfiguration = (file: string): Configuration => parseIn(file, unwrapped(readJson(file)));

/** The cdk.json of this application. */
export const CDK_JSON = join(import.meta.dirname, '..', 'cdk.json');

/** The configuration that would be deployed: the one in cdk.json. @throws ConfigurationInvalid with one line for each fault */
export const shippedConfiguration = (cdkJson: string = CDK_JSON): Configuration => {
  const context = contextOf(readJson(cdkJson));
  return parseConfiguration(isObject(context) ? context.tagEnforcement : undefined);
};

/** A configuration as it is once its part `access` is switched on. */
export type PreparedConfiguration = Configuration & {
  /** False while `enabled` is false: then nothing of `access` is deployed. */
  readonly isSwitchedOn: boolean;
};

/** A configuration that says who has access. */
export type AccessConfiguration = PreparedConfiguration & { readonly access: Access };

/**
 * The configuration in the file, or in cdk.json if there is none. A part `access` that is off is read as if it were on:
 * people are prepared before that.
 *
 * @throws ConfigurationInvalid with one line for each fault
 */
export const readPreparedConfiguration = (file: string | undefined): PreparedConfiguration => {
  const value = unwrapped(readJson(file ?? CDK_JSON));
  const written = isObject(value) && isObject(value.access) ? value.access : undefined;
  const isSwitchedOn = written?.enabled !== false;
  const switchedOn =
    isSwitchedOn || !isObject(value) ? value : { ...value, access: { ...written, enabled: true } };
  return { ...parseIn(file, switchedOn), isSwitchedOn };
};

const MISSING =
  'access: missing, expected who has access, such as "access": { "people": [{ "userName": ' +
  '"melinda@ucsc.edu", "subAccounts": { "pangenomics": "developer" } }] }; see docs/configuration.md#access';

/** @throws ConfigurationInvalid with one line for each fault, or if nobody is said to have access */
export const readAccessConfiguration = (file: string | undefined): AccessConfiguration => {
  const { access, ...configuration } = readPreparedConfiguration(file);
  if (!access) throw new ConfigurationInvalid([MISSING], file);
  return { ...configuration, access };
};
