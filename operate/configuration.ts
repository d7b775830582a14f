import type { Configuration } from '../infra/config/configuration.ts';
import { readConfiguration, shippedConfiguration } from '../local/read-configuration.ts';

/**
 * The configuration of the installation: cdk.json's, or that of a file.
 *
 * @throws ConfigurationInvalid
 */
export const configurationOf = (file: string | undefined): Configuration =>
  file === undefined ? shippedConfiguration() : readConfiguration(file);
