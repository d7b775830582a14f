import { describe, expect, test } from '@jest/globals';
import { recordOf } from '../../local/sample/call.ts';
import { PANGENOMICS } from '../../local/sample/configuration.ts';
import { autoScaling, iamUser, instanceSession } from '../../local/sample/identity.ts';
import { instanceIdsOf, launched, type SampleLaunch } from '../../local/sample/launches.ts';
import { groupCreated, tagged } from '../../local/sample/user-actions.ts';
import { linesOf, mailsOf } from './lines.ts';
import { ANN, playRecords } from './play-records.ts';
import { id, ids, launch, place, stacks } from './the-launch.ts';

const EXCERPT = { ...ANN, olderOrigins: ['instance', 'auto-scaling-group'] } as const;
const OLDER = 'i-0a1b2c3d4e5f60718';

const byInstance: SampleLaunch = { ...launch, caller: instanceSession(PANGENOMICS, OLDER), name: 'worker' };
const [worker = ''] = instanceIdsOf(byInstance);
const byGroup: SampleLaunch = {
  ...launch,
  caller: autoScaling(PANGENOMICS),
  name: 'browser',
  tags: { 'aws:autoscaling:groupName': 'browser' },
};
const [ofGroup = ''] = instanceIdsOf(byGroup);
const created = groupCreated({
  at: '08:00:00',
  place,
  caller: iamUser(PANGENOMICS, 'ann@ucsc.edu'),
  name: 'browser',
  size: 1,
  tags: {},
  propagates: false,
});

describe('in logs that begin after what launched an instance', () => {
  test('what an older instance launched is undecided; its mails are those without an Owner there', async () => {
    const played = await playRecords(stacks, [launched(byInstance)], EXCERPT);
    expect(linesOf(played, worker)).toEqual([
      '17:00:00 grace-started not-compliant-at-launch',
      '17:12:10 undecided origin-not-in-records',
    ]);
    expect(mailsOf(played)).toHaveLength(2);
  });

  test('so is what an older Auto Scaling group launched', async () => {
    const played = await playRecords(stacks, [launched(byGroup)], EXCERPT);
    expect(linesOf(played, ofGroup).at(-1)).toBe('17:02:00 undecided origin-not-in-records');
    expect(mailsOf(played)).toHaveLength(2);
  });

  test('what got an Owner all the same complied', async () => {
    const owned = tagged({ ...launch, at: '09:05:00' }, [ofGroup], { Owner: 'ann@ucsc.edu' });
    const played = await playRecords(stacks, [launched(byGroup), owned], EXCERPT);
    expect(linesOf(played, ofGroup).at(-1)).toBe('17:10:00 complied owner-valid');
  });

  test('a group whose creation they show is known to have no Owner', async () => {
    const played = await playRecords(stacks, [created, launched(byGroup)], EXCERPT);
    expect(linesOf(played, ofGroup).at(-1)).toBe('17:10:00 terminated owner-missing');
    // Others are about the group itself.
    expect(mailsOf(played).filter((line) => line.startsWith('1 instance'))).toHaveLength(2);
  });

  test("a person's own launch is decided", async () => {
    const played = await playRecords(stacks, [launched(launch)], EXCERPT);
    expect(linesOf(played, id).at(-1)).toBe('17:10:00 terminated owner-missing');
  });

  test('an origin that passes nothing on decides nothing', async () => {
    const played = await playRecords(stacks, [launched(byGroup)], { ...ANN, olderOrigins: ['instance'] });
    expect(linesOf(played, ofGroup).at(-1)).toBe('17:10:00 terminated owner-missing');
  });
});

/** The record of a call of the tagging API on the launch's instance. */
const taggingCall = (at: string, eventName: string, request: object, failedResourcesMap = {}) =>
  recordOf({
    at,
    place,
    caller: iamUser(PANGENOMICS, 'ann@ucsc.edu'),
    service: 'tagging',
    eventName,
    requestParameters: { resourceARNList: [ARN], ...request },
    responseElements: { failedResourcesMap },
  });
const ARN = `arn:aws:ec2:us-west-2:${PANGENOMICS}:instance/${id}`;
const OWNER = { tags: { Owner: 'ann@ucsc.edu' } };

describe('the tagging API', () => {
  test('tags an instance by its ARN', async () => {
    const played = await playRecords(stacks, [
      launched(launch),
      taggingCall('09:05:00', 'TagResources', OWNER),
    ]);
    expect(linesOf(played, id).at(-1)).toBe('17:10:00 complied owner-valid');
  });

  test('and takes tags away', async () => {
    const records = [
      launched(launch),
      tagged({ ...launch, at: '09:01:00' }, ids, { Owner: 'ann@ucsc.edu' }),
      taggingCall('09:05:00', 'UntagResources', { tagKeys: ['Owner'] }),
    ];
    const played = await playRecords(stacks, records);
    expect(linesOf(played, id).at(-1)).toMatch(/ terminated owner-missing$/);
  });

  test('leaves alone what it says it could not tag', async () => {
    const failed = { [ARN]: { statusCode: 403, errorCode: 'InvalidParameterException' } };
    const records = [launched(launch), taggingCall('09:05:00', 'TagResources', OWNER, failed)];
    expect(linesOf(await playRecords(stacks, records), id).at(-1)).toBe('17:10:00 terminated owner-missing');
  });
});
