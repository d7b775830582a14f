import { describe, expect, test } from '@jest/globals';
import { recordOf } from '../../local/sample/call.ts';
import { PANGENOMICS } from '../../local/sample/configuration.ts';
import { instanceIdsOf, launched, type SampleLaunch } from '../../local/sample/launches.ts';
import { tagged } from '../../local/sample/user-actions.ts';
import { synthesize } from '../templates/synthesize.ts';
import { linesOf, mailsOf } from './lines.ts';
import { ANN, at, configured, playRecords } from './play-records.ts';
import { launch as untaggedLaunch } from './the-launch.ts';

const launch: SampleLaunch = { ...untaggedLaunch, isProtected: true };
const ids = instanceIdsOf(launch);
const [id = ''] = ids;
const BOTH = 'ann@ucsc.edu, cluster-admin@soe.ucsc.edu';

const played = async (onTerminationProtection: string, ...more: readonly unknown[]) => {
  const stacks = synthesize(configured({ onTerminationProtection }));
  const result = await playRecords(stacks, [launched(launch), ...more], { ...ANN, schedules: true });
  const there = result.ec2.in(PANGENOMICS, 'us-west-2');
  return { ...result, state: there.describe(id, at('09:30:00'))?.state };
};

describe('an instance that is protected from termination', () => {
  test('stop: is stopped, the launcher and administrators are notified, and no sweep takes it up again', async () => {
    const result = await played('stop');
    expect(linesOf(result, id)).toEqual([
      '17:00:00 grace-started not-compliant-at-launch',
      '17:02:00 warned owner-missing',
      '17:10:00 stopped termination-protected',
    ]);
    expect(mailsOf(result).at(-1)).toBe(
      `1 instance stopped at 09:10 PST: termination protection is on -> ${BOTH}`,
    );
    expect(result.state).toBe('stopped');
  });

  test('stop: gets a new grace period and is stopped again if it is started without an Owner', async () => {
    const started = recordOf({
      ...launch,
      at: '09:25:00',
      eventName: 'StartInstances',
      requestParameters: { instancesSet: { items: [{ instanceId: id }] } },
      responseElements: {},
    });
    expect(linesOf(await played('stop', started), id).slice(3)).toEqual([
      '17:30:00 grace-started found-by-sweep',
      '17:31:00 warned owner-missing',
      '17:40:00 stopped termination-protected',
    ]);
  });

  test('stop: keeps running if it is also protected from stopping, and the failure is reported', async () => {
    const stopProtected = recordOf({
      ...launch,
      at: '09:01:00',
      eventName: 'ModifyInstanceAttribute',
      requestParameters: { instanceId: id, disableApiStop: { value: true } },
      responseElements: { _return: true },
    });
    const result = await played('stop', stopProtected);
    expect(linesOf(result, id)[2]).toBe('17:10:00 failed stop-protected');
    expect(result.state).toBe('running');
  });

  test('override: is terminated, and the mail to both says that it was protected', async () => {
    const result = await played('override');
    expect(linesOf(result, id).at(-1)).toBe('17:10:00 terminated protection-overridden');
    expect(mailsOf(result).at(-1)).toMatch(new RegExp(`protected instance terminated.* -> ${BOTH}$`));
  });

  test('override: keeps its protection if it has an Owner at the deadline', async () => {
    const result = await played('override', tagged({ ...launch, at: '09:10:00' }, ids, { Owner: 'shared' }));
    expect(linesOf(result, id).at(-1)).toBe('17:10:00 complied owner-valid');
    expect(result.ec2.in(PANGENOMICS, 'us-west-2').isProtected(id)).toBe(true);
  });

  test('report: keeps running, and the failure is reported', async () => {
    const result = await played('report');
    expect(linesOf(result, id)[2]).toBe('17:10:00 failed termination-protected');
    expect(mailsOf(result)).toContainEqual(
      `FAILED to terminate 1 instance (termination protection is on) -> ${BOTH}`,
    );
    expect(result.state).toBe('running');
  });
});
