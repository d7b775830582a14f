import type { Configuration } from '../../infra/config/configuration.ts';
import { synthesize as synthesizeNow } from '../../local/template/synthesize.ts';
import type { Stack } from '../../local/template/template.ts';

/** What was synthesized, by configuration: as text, so that no test changes what another one gets. */
const synthesized = new Map<string, string>();

/** The stacks of a configuration. They are synthesized once, whichever test of a worker asks first. */
export const synthesize = (configuration: Configuration): Stack[] => {
  const key = JSON.stringify(configuration);
  const text = synthesized.get(key) ?? JSON.stringify(synthesizeNow(configuration));
  synthesized.set(key, text);
  return JSON.parse(text);
};
