import { ConfigurationInvalid } from '../../../infra/config/errors.ts';
import { parseConfiguration } from '../../../infra/config/parse-configuration.ts';

/** The faults of a configuration at this moment; none if it is accepted. */
export const faultsOf = (value: unknown, now?: Date): readonly string[] => {
  try {
    parseConfiguration(value, now);
  } catch (error) {
    if (error instanceof ConfigurationInvalid) return error.faults;
    throw error;
  }
  return [];
};
