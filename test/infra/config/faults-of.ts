import { ConfigurationInvalid } from '../../../infra/config/errors.ts';
import { parseConfiguration } from '../../../infra/config/parse-configuration.ts';

/** The faults that a configuration is refused for at this moment; none if it is not. */
export const faultsOf = (value: unknown, now?: Date): readonly string[] => {
  try {
    parseConfiguration(value, now);
  } catch (error) {
    if (error instanceof ConfigurationInvalid) return error.faults;
    throw error;
  }
  return [];
};
