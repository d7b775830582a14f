import { describe, expect, test } from '@jest/globals';
import { PANGENOMICS } from '../../local/sample/configuration.ts';
import { consoleSession } from '../../local/sample/identity.ts';
import { instanceIdsOf, launched, type SampleLaunch } from '../../local/sample/launches.ts';
import { resourceId } from '../../local/sample/made-up.ts';
import { aLog } from '../lambdas/a-log.ts';
import { synthesize } from '../templates/synthesize.ts';
import { linesOf, mailsOf } from './lines.ts';
import { ANN, configured, playRecords } from './play-records.ts';

const launch: SampleLaunch = {
  at: '09:00:00',
  place: { accountId: PANGENOMICS, region: 'us-west-2' },
  caller: consoleSession(PANGENOMICS, 'ann@ucsc.edu'),
  name: 'one',
  instanceType: 'c6i.large',
  tags: { Course: 'bme-237' },
};
const [id = ''] = instanceIdsOf(launch);

const terms = { reason: 'a course of the fall', until: '2026-12-18' };
const played = async (exemption: object) => {
  const log = aLog();
  const stacks = synthesize(configured({ exemptions: [{ ...terms, ...exemption }] }));
  const playOptions = { ...ANN, schedules: true, log };
  const result = await playRecords(stacks, [launched(launch)], playOptions);
  return { result, log: log.lines };
};

describe('an exemption', () => {
  test.each([
    ['by tag', { tag: { key: 'Course' } }],
    ['by tag and value', { tag: { key: 'Course', value: 'bme-237' } }],
    ['by role', { role: 'arn:aws:iam::*:role/develop*' }],
    ['by AMI', { ami: resourceId('ami', 'ubuntu') }],
    ['by sub-account', { subAccount: PANGENOMICS }],
  ])('%s spares an instance; each use is logged, and nobody gets a mail', async (_name, exemption) => {
    const { result, log } = await played(exemption);
    const lines = linesOf(result, id);
    expect(lines.slice(0, 2)).toEqual([
      '17:00:00 grace-started not-compliant-at-launch',
      '17:02:00 exempt exempt-by-configuration',
    ]);
    // A sweep does not know who launched an instance, so an exemption by role is determined again once a day.
    expect(lines.slice(2).map((line) => line.split(' ').slice(1).join(' '))).toEqual(
      'role' in exemption ? ['grace-started found-by-sweep', 'exempt exempt-by-configuration'] : [],
    );
    expect(mailsOf(result)).toEqual([]);
    expect(log).toContain('exempted');
  });

  test.each([
    ['another value', { tag: { key: 'Course', value: 'bme-230' } }],
    ['another role', { role: 'arn:aws:iam::*:role/admin' }],
    ['its last day gone', { tag: { key: 'Course' }, until: '2026-11-03' }],
  ])('with %s spares none', async (name, exemption) => {
    // The exemption's last day ends, in UTC, during the grace period.
    const isOver = name.startsWith('its last day');
    const at = isOver ? '15:55:00' : '09:00:00';
    const stacks = synthesize(configured({ exemptions: [{ ...terms, ...exemption }] }));
    const result = await playRecords(stacks, [launched({ ...launch, at })]);
    expect(linesOf(result, id).at(-1)).toMatch(/ terminated owner-missing$/);
  });
});
