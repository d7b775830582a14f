import { PANGENOMICS } from '../../local/sample/configuration.ts';
import { consoleSession } from '../../local/sample/identity.ts';
import { instanceIdsOf, type SampleLaunch } from '../../local/sample/launches.ts';
import { synthesize } from '../templates/synthesize.ts';
import { configured } from './play-records.ts';

/** The application that most histories are played to. It has the sample's configuration. */
export const stacks = synthesize(configured());

export const place = { accountId: PANGENOMICS, region: 'us-west-2' };

/** Most histories begin with this: ann@ucsc.edu launches an instance without an Owner. */
export const launch: SampleLaunch = {
  at: '09:00:00',
  place,
  caller: consoleSession(PANGENOMICS, 'ann@ucsc.edu'),
  name: 'one',
  instanceType: 'c6i.large',
};
export const ids = instanceIdsOf(launch);
export const [id = ''] = ids;
