import type { Stack } from '../../local/template/template.ts';
import { synthesize } from '../templates/synthesize.ts';
import { configurationOf, type Setting } from './settings.ts';

/** The application in each setting: synthesized once, and used by many runs. */
export type Stage = Readonly<Record<Setting, readonly Stack[]>>;

export const buildStage = (): Stage => ({
  usual: synthesize(configurationOf('usual')),
  strict: synthesize(configurationOf('strict')),
  mistaken: synthesize(configurationOf('mistaken')),
  unmatched: synthesize(configurationOf('unmatched')),
  dry: synthesize(configurationOf('dry')),
  without: synthesize(configurationOf('without')),
  longer: synthesize(configurationOf('longer')),
  shorter: synthesize(configurationOf('shorter')),
  unnoticed: synthesize(configurationOf('unnoticed')),
});
