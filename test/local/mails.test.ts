import { describe, expect, test } from '@jest/globals';
import { PANGENOMICS } from '../../local/sample/configuration.ts';
import {
  autoScaling,
  botocoreSession,
  consoleSession,
  controllerSession,
} from '../../local/sample/identity.ts';
import { instanceIdsOf, launched, type SampleLaunch } from '../../local/sample/launches.ts';
import { assumedRole } from '../../local/sample/sessions.ts';
import { tagged, untagged } from '../../local/sample/user-actions.ts';
import { ANN, at, playRecords } from './play-records.ts';
import { launch, place, stacks } from './the-launch.ts';

test('three hundred mails to one person are sent at no more than ten in a second', async () => {
  const launches = Array.from({ length: 300 }, (_, index) => ({ ...launch, name: `launch ${index}` }));
  const all = launches.flatMap(instanceIdsOf);
  const records = [
    ...launches.map(launched),
    tagged({ ...launch, at: '09:05:00' }, all, { Owner: 'shared' }),
  ];
  const { topics, recorder } = await playRecords(stacks, records);
  const instants = topics.publications.map((mail) => mail.at).sort((a, b) => a - b);
  expect(instants).toHaveLength(300);
  const inTheSecondFrom = (from: number): number =>
    instants.filter((instant) => from <= instant && instant < from + 1000).length;
  expect(Math.max(...instants.map(inTheSecondFrom))).toBeLessThanOrEqual(10);
  expect(recorder.rows().filter(({ decision }) => decision === 'warned')).toHaveLength(300);
});

describe('while SNS is down', () => {
  const decisions = async (from: string, until: string) => {
    const outages = [{ service: 'sns', from: at(from), until: at(until) }];
    const { recorder } = await playRecords(stacks, [launched(launch)], { ...ANN, outages });
    return recorder
      .rows()
      .map((row) => `${row.at.slice(11, 19)} ${row.decision} ${row.recipients.join()}`.trim())
      .slice(1);
  };

  test('for a while at the warning, the mail is sent as soon as SNS accepts it, and the deadline stays', async () => {
    expect(await decisions('09:01:00', '09:05:00')).toEqual([
      '17:05:00 warned ann@ucsc.edu',
      '17:10:00 terminated ann@ucsc.edu',
    ]);
  });

  test('for longer than a warning is retried, it is written again, and the deadline moves to keep the minimum notice', async () => {
    expect(await decisions('09:01:00', '09:09:00')).toEqual([
      '17:10:00 warned ann@ucsc.edu',
      '17:13:00 terminated ann@ucsc.edu',
    ]);
  });

  test('at the deadline, the termination is not delayed, and only people who got the mail are listed as recipients', async () => {
    expect(await decisions('09:09:00', '09:20:00')).toEqual([
      '17:02:00 warned ann@ucsc.edu',
      '17:10:00 terminated',
    ]);
  });
});

test('while the table is down, warning and termination are one second late, and their mails go to administrators and managers', async () => {
  const session = botocoreSession(PANGENOMICS, '08:59:55');
  const assumed = assumedRole({ at: '08:59:55', place, userName: 'ann@ucsc.edu', session });
  const outages = [{ service: 'dynamodb', from: at('08:59:55'), until: at('12:00:00') }];
  const { recorder } = await playRecords(stacks, [assumed, launched({ ...launch, caller: session })], {
    ...ANN,
    outages,
  });
  expect(
    recorder.rows().map((row) => `${row.at.slice(11, 19)} ${row.decision} ${row.recipients.join()}`.trim()),
  ).toEqual([
    '17:00:00 grace-started',
    '17:02:01 warned cluster-admin@soe.ucsc.edu,pangenomics-pm@ucsc.edu',
    '17:10:01 terminated cluster-admin@soe.ucsc.edu,pangenomics-pm@ucsc.edu',
  ]);
});

test('the mail about an instance that lost its Owner says whose its surviving volume still is', async () => {
  const owned = { ...launch, tags: { Owner: 'ann@ucsc.edu' }, volumes: [{ deleteOnTermination: false }] };
  const { recorder } = await playRecords(stacks, [
    launched(owned),
    untagged({ ...launch, at: '12:00:00' }, instanceIdsOf(owned), ['Owner']),
  ]);
  const messages = recorder.mails.map(({ message }) => message);
  expect(messages.filter((message) => message.includes('tagged with the owner ann@ucsc.edu'))).toHaveLength(
    1,
  );
  expect(messages.at(-1)).toMatch(/kept: {4}vol-\w+\n {13}tagged with the owner ann@ucsc\.edu/);
});

describe('an Auto Scaling group that replaces terminated instances', () => {
  const relaunch = (times: readonly string[]) =>
    times.map((time) =>
      launched({
        ...launch,
        at: time,
        caller: autoScaling(PANGENOMICS),
        name: `web ${time}`,
        tags: { 'aws:autoscaling:groupName': 'web' },
      }),
    );

  test('is reported once an hour, with a count', async () => {
    const times = ['09:00:00', '09:11:00', '09:22:00', '09:33:00', '09:44:00', '09:55:00', '10:06:00'];
    const { recorder } = await playRecords(stacks, relaunch(times));
    expect(recorder.rows().filter(({ decision }) => decision === 'terminated')).toHaveLength(7);
    expect(recorder.mails.map(({ subject }) => subject.replace(/^.*?: /, ''))).toEqual([
      '1 instance will be terminated at 09:10 PST unless tagged Owner',
      '1 instance terminated at 09:10 PST: no valid tag Owner',
      '1 instance will be terminated at 10:16 PST unless tagged Owner',
      '1 instance terminated at 10:16 PST: no valid tag Owner',
    ]);
    expect(recorder.mails[2]?.message).toContain('5 more launches since 09:02 PST');
  });

  test('loses no instance before SNS has accepted a mail that reports it', async () => {
    const outages = [{ service: 'sns', from: at('09:00:00'), until: at('09:30:00') }];
    const { recorder, topics } = await playRecords(stacks, relaunch(['09:00:00', '09:05:00', '09:16:00']), {
      ...ANN,
      outages,
    });
    const first = Math.min(...topics.publications.map((mail) => mail.at));
    const ends = recorder.rows().filter(({ decision }) => decision === 'terminated');
    expect(ends).toHaveLength(3);
    for (const end of ends) expect(Date.parse(end.at) - first).toBeGreaterThanOrEqual(3 * 60_000);
  });
});

describe('a controller behind which nobody is', () => {
  /** Launches that begin at nine, some minutes apart, each in a session of its own. */
  const relaunched = (count: number, minutes: number, more: Partial<SampleLaunch> = {}, what = 'node') =>
    Array.from({ length: count }, (_, index) => {
      const time = new Date(Date.UTC(2026, 10, 3, 9, index * minutes)).toISOString().slice(11, 19);
      const caller = controllerSession(PANGENOMICS, 'node-controller', time);
      return launched({ ...launch, at: time, caller, name: `${what} ${index}`, ...more });
    });
  const recipientsOf = ({ recorder }: Awaited<ReturnType<typeof playRecords>>): readonly string[] =>
    recorder.mails.flatMap(({ recipients }) => recipients);

  test('is reported by two mails an hour, and every instance ends after one that stands for it', async () => {
    const played = await playRecords(stacks, relaunched(12, 5));
    const ends = played.recorder.rows().filter(({ decision }) => decision === 'terminated');
    const warnings = played.recorder.rows().filter(({ decision }) => decision === 'warned');
    expect([ends.length, warnings.length]).toEqual([12, 12]);
    expect(warnings.filter(({ recipients }) => recipients.length === 0)).toEqual([]);
    expect(recipientsOf(played)).toHaveLength(4);
    expect(played.recorder.mails[0]?.message).toContain('Role: node-controller\n');
  });

  test('is reported once an hour if its Owner is invalid', async () => {
    const played = await playRecords(stacks, relaunched(12, 5, { tags: { Owner: 'the lab' } }));
    expect(played.recorder.rows().filter(({ decision }) => decision === 'invalid')).toHaveLength(12);
    expect(recipientsOf(played)).toHaveLength(2);
  });

  test('is another source than another role, and than a person', async () => {
    const others = relaunched(2, 5, { caller: controllerSession(PANGENOMICS, 'batch', 'x') }, 'job');
    const own = relaunched(2, 5, { caller: consoleSession(PANGENOMICS, 'ann@ucsc.edu') }, 'own');
    const { recorder } = await playRecords(stacks, [...relaunched(3, 5), ...others, ...own], ANN);
    const warned = recorder.mails.filter(({ subject }) => subject.includes('will be terminated'));
    expect(warned.map(({ recipients }) => recipients.length).sort()).toEqual([1, 1, 2, 2]);
  });
});
