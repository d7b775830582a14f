import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../infra/config/configuration.ts';
import { ConfigurationInvalid } from '../infra/config/errors.ts';
import { parseConfiguration } from '../infra/config/parse-configuration.ts';
import { isObject, withoutMark } from '../infra/json.ts';
import { hasCode, reasonOf } from '../infra/thrown.ts';

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
    return JSON.parse(withoutMark(text));
  } catch (error) {
    throw new ConfigurationInvalid([`not JSON (${reasonOf(error)})`]);
  }
};

const contextOf = (cdkJson: unknown): unknown => (isObject(cdkJson) ? cdkJson.context : undefined);

/** Where a file holds the configuration within something else, as cdk.json does. */
const wrapperOf = (value: unknown): string | undefined => {
  if (isObject(value) && 'tagEnforcement' in value) return 'tagEnforcement';
  const context = contextOf(value);
  return isObject(context) && 'tagEnforcement' in context ? 'context.tagEnforcement' : undefined;
};

/** @throws ConfigurationInvalid with one line a fault */
export const readConfiguration = (file: string): Configuration => {
  const value = readJson(file);
  const wrapper = wrapperOf(value);
  if (wrapper === undefined) return parseConfiguration(value);
  throw new ConfigurationInvalid([
    `expected the object at ${wrapper} alone, in a file of its own; LOGS without --config are played with that of this application's cdk.json`,
  ]);
};

const CDK_JSON = join(import.meta.dirname, '..', 'cdk.json');

/**
 * The configuration that would be deployed: the one in cdk.json.
 *
 * @throws ConfigurationInvalid with one line a fault
 */
export const shippedConfiguration = (cdkJson: string = CDK_JSON): Configuration => {
  const context = contextOf(readJson(cdkJson));
  return parseConfiguration(isObject(context) ? context.tagEnforcement : undefined);
};
