import { describe, expect, test } from '@jest/globals';
import type { PlayOptions } from '../../local/aws/play-options.ts';
import { PANGENOMICS } from '../../local/sample/configuration.ts';
import { instanceIdsOf, launched, type SampleLaunch } from '../../local/sample/launches.ts';
import { tagged, untagged } from '../../local/sample/user-actions.ts';
import { linesOf, mailsOf } from './lines.ts';
import { ANN, playRecords } from './play-records.ts';
import { stacks, launch as untaggedLaunch } from './the-launch.ts';

const launch: SampleLaunch = { ...untaggedLaunch, tags: { owner: 'ann@ucsc.edu' } };
const ids = instanceIdsOf(launch);
const [id = ''] = ids;
const by = (at: string) => ({ ...launch, at });

/** EC2 throttles CreateTags, for this long each time. */
const throttled = (seconds: number): PlayOptions => ({
  ...ANN,
  disturb: (clients) => ({
    ...clients,
    tagInstances:
      (roleName) =>
      async (...call) => {
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
        return clients.tagInstances(roleName)(...call);
      },
  }),
});
const tagsOf = ({ ec2 }: Awaited<ReturnType<typeof playRecords>>) =>
  ec2.in(PANGENOMICS, 'us-west-2').tagsOf(id);

describe('an Owner that somebody writes between the check and the repair', () => {
  test('stays, complies, and is not reported', async () => {
    const played = await playRecords(
      stacks,
      [launched(launch), tagged(by('09:02:10'), ids, { Owner: 'bob@ucsc.edu' })],
      throttled(20),
    );
    expect(tagsOf(played)).toContainEqual({ key: 'Owner', value: 'bob@ucsc.edu' });
    expect(linesOf(played, id)).toEqual([
      '17:00:00 grace-started not-compliant-at-launch',
      '17:10:00 complied owner-valid',
    ]);
    expect(mailsOf(played)).toEqual([]);
  });

  test('stays also if the repair at the deadline takes long', async () => {
    const played = await playRecords(
      stacks,
      [
        launched({ ...launch, tags: { Owner: 'bob@ucsc.edu' } }),
        // An instance that is found later gets its own grace period.
        untagged(by('12:00:00'), ids, ['Owner']),
        tagged(by('12:09:50'), ids, { owner: 'ann@ucsc.edu' }),
        tagged(by('12:10:10'), ids, { Owner: 'bob@ucsc.edu' }),
      ],
      throttled(20),
    );
    expect(tagsOf(played)).toContainEqual({ key: 'Owner', value: 'bob@ucsc.edu' });
    expect(linesOf(played, id).at(-1)).toMatch(/^20:1[02]:\d\d complied owner-valid$/);
    expect(mailsOf(played).join()).not.toMatch(/FAILED|corrected/);
  });
});

test('if a tool restores its own tag, the Owner is written three times, reported once, then left', async () => {
  const putBack = ['09:05', '09:20', '09:40', '10:10', '10:40', '11:10'].flatMap((at) => [
    untagged(by(`${at}:00`), ids, ['Owner']),
    tagged(by(`${at}:01`), ids, { owner: 'ann@ucsc.edu' }),
  ]);
  const played = await playRecords(stacks, [launched(launch), ...putBack]);
  const mails = mailsOf(played);
  // Twice in the launch's own grace period, which reports it once.
  expect(mails.filter((line) => line.includes('corrected'))).toHaveLength(2);
  expect(mails.filter((line) => line.includes('is not kept') && line.includes('ann@'))).toHaveLength(1);
  expect(linesOf(played, id).at(-1)).toMatch(/invalid changed-back$/);
  expect(tagsOf(played)).toEqual([{ key: 'owner', value: 'ann@ucsc.edu' }]);
});
