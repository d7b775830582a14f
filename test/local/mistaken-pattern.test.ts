import { expect, test } from '@jest/globals';
import { NO_USER, show } from '../../cli/start/screen/show.ts';
import { PANGENOMICS } from '../../local/sample/configuration.ts';
import { consoleSession } from '../../local/sample/identity.ts';
import { instanceIdsOf, launched, type SampleLaunch } from '../../local/sample/launches.ts';
import { aMetrics } from '../lambdas/a-metrics.ts';
import { synthesize } from '../templates/synthesize.ts';
import { ANN, configured, decisionsSince, playRecords } from './play-records.ts';

const launchOf = (name: string, tags: Record<string, string> = {}): SampleLaunch => ({
  at: '09:00:00',
  place: { accountId: PANGENOMICS, region: 'us-west-2' },
  caller: consoleSession(PANGENOMICS, 'ann@ucsc.edu'),
  name,
  instanceType: 'm6i.large',
  tags,
});
const owned = launchOf('owned', { Owner: 'ann@ucsc.edu' });
const wrong = launchOf('wrong', { Owner: 'Annie' });
const untagged = launchOf('untagged');
const [ownedId = '', wrongId = '', untaggedId = ''] = [owned, wrong, untagged].flatMap(instanceIdsOf);

const playWith = async (patterns: string[], onInvalidValue: 'report' | 'terminate') => {
  const { measured, ...metrics } = aMetrics();
  const stacks = synthesize(configured({ ownerTag: { key: 'Owner', patterns, onInvalidValue } }));
  const records = [owned, wrong, untagged].map(launched);
  // Sweeps run, to show that they do not take up the remaining instances repeatedly.
  const played = await playRecords(stacks, records, { ...ANN, schedules: true, metrics });
  expect(played.deadLetters).toEqual([]);
  return { ...played, measured, decisions: decisionsSince('2026-11-03T17:00:00Z', played.recorder.rows()) };
};

const ENDED = ['grace-started 00:00', 'warned 02:00', 'terminated 10:00'];
const REPORTED = ['grace-started 00:00', 'invalid 02:00'];

test('if a user matches the patterns, instances with an invalid Owner are terminated', async () => {
  const { decisions, measured } = await playWith(['?*@ucsc.edu'], 'terminate');
  expect(decisions).toEqual({
    [ownedId]: ['compliant 00:00'],
    [wrongId]: ENDED,
    [untaggedId]: ENDED,
  });
  expect(measured.filter((line) => line.startsWith('InvalidSpared'))).toEqual([]);
});

test('if no user matches the patterns, no instance with an Owner is terminated, and the mails are those of action report', async () => {
  const mistaken = ['?*@ucsc.ed'];
  const { decisions, measured, ...played } = await playWith(mistaken, 'terminate');
  const { recorder } = played;
  expect(decisions).toEqual({ [ownedId]: REPORTED, [wrongId]: REPORTED, [untaggedId]: ENDED });
  const reasons = recorder.rows().filter(({ decision }) => decision === 'invalid');
  expect(reasons.map(({ reason }) => reason)).toEqual(['no-user-known-to-match', 'no-user-known-to-match']);
  expect(measured.filter((line) => line.startsWith('InvalidSpared'))).toEqual([
    `InvalidSpared ${PANGENOMICS} 1`,
    `InvalidSpared ${PANGENOMICS} 1`,
  ]);
  const reported = await playWith(mistaken, 'report');
  expect(reported.measured.filter((line) => line.startsWith('InvalidSpared'))).toEqual([]);
  expect(recorder.mails).toEqual(reported.recorder.mails);
  expect(recorder.mails.map(({ message }) => message).join('\n')).toMatch(
    /matches\s+none\s+of\s+\?\*@ucsc\.ed\b/,
  );
  const told = show(
    played,
    configured({ ownerTag: { key: 'Owner', patterns: mistaken, onInvalidValue: 'terminate' } }),
    { title: '', hints: [] },
    { colour: false, columns: 120, mails: false },
  );
  expect(told).toContain(NO_USER);
});
