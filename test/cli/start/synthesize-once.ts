import { jest } from '@jest/globals';
import type { Configuration } from '../../../infra/config/configuration.ts';
import type { Stack } from '../../../local/template/template.ts';

// Imported before run.ts: its many runs of one configuration share their stacks.
jest.mock('../../../local/template/synthesize.ts', () => {
  const actual: typeof import('../../../local/template/synthesize.ts') = jest.requireActual(
    '../../../local/template/synthesize.ts',
  );
  const known = new Map<string, Stack[]>();
  const synthesize = (configuration: Configuration): Stack[] => {
    const key = JSON.stringify(configuration);
    const stacks = known.get(key) ?? actual.synthesize(configuration);
    known.set(key, stacks);
    return stacks;
  };
  return { synthesize };
});
