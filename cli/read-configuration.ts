import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
    throw new ConfigurationInvalid([whyUnread(error)]);
  }
  try {
    return JSON.parse(withoutByteOrderMark(text));
  } catch (error) {
    throw new ConfigurationInvalid([`not JSON (${reasonOf(error)})`]);
  }
};

const contextOf = (cdkJson: unknown): unknown => (isObject(cdkJson) ? cdkJson.context : undefined);

/** The configuration in a file's value: alone, as the field `tagEnforcement`, or in the context of a cdk.json. */
const unwrapped = (value: unknown): unknown => {
  const context = contextOf(value);
  const wrapper = [value, context].find((some) => isObject(some) && 'tagEnforcement' in some);
  return isObject(wrapper) ? wrapper.tagEnforcement : value;
};

/** @throws ConfigurationInvalid with one line for each fault */
export const readConfiguration = (file: string): Configuration =>
  parseConfiguration(unwrapped(readJson(file)));

const CDK_JSON = join(import.meta.dirname, '..', 'cdk.json');

/**
 * The configuration that would be deployed: the one in cdk.json.
 *
 * @throws ConfigurationInvalid with one line for each fault
 */
export const shippedConfiguration = (cdkJson: string = CDK_JSON): Configuration => {
  const context = contextOf(readJson(cdkJson));
  return parseConfiguration(isObject(context) ? context.tagEnforcement : undefined);
};
