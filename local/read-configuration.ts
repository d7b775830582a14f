import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type Configuration, parseConfiguration } from '../infra/config.ts';
import { ConfigurationInvalid } from '../infra/faults.ts';
import { hasCode, reasonOf } from './input/fault.ts';

const CdkJson = z.object({ context: z.object({ tagEnforcement: z.unknown() }) });

const readJson = (file: string): unknown => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigurationInvalid([hasCode(error, /^ENOENT$/) ? 'no such file' : reasonOf(error)]);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigurationInvalid([`not JSON (${reasonOf(error)})`]);
  }
};

/** @throws ConfigurationInvalid with one line a fault */
export const readConfiguration = (file: string): Configuration => parseConfiguration(readJson(file));

/** The configuration that would be deployed: the one in cdk.json. */
export const shippedConfiguration = (): Configuration =>
  parseConfiguration(
    CdkJson.parse(readJson(join(import.meta.dirname, '..', 'cdk.json'))).context.tagEnforcement,
  );
