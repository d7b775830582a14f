import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../infra/json.ts';
import { PANGENOMICS } from '../../local/sample/configuration.ts';
import { consoleSession } from '../../local/sample/identity.ts';
import { launched, type SampleLaunch } from '../../local/sample/launches.ts';
import { linesOf, mailsOf } from './lines.ts';
import { gatewayUser, playRecords } from './play-records.ts';
import { id, launch, stacks } from './the-launch.ts';

const USERS = { users: [gatewayUser('ann@ucsc.edu'), gatewayUser('bob@ucsc.edu')] };

/** A launch's record with a client token and without its response, as CloudTrail writes it for a large launch. */
const withToken = (of: SampleLaunch, clientToken: string, isTruncated = false): JsonObject => {
  const { requestParameters, ...record } = launched(of);
  return {
    ...record,
    requestParameters: { ...Object(requestParameters), clientToken },
    ...(isTruncated ? { responseElements: null } : {}),
  };
};

const ONCE = [
  '17:00:00 grace-started not-compliant-at-launch',
  '17:02:00 warned owner-missing',
  '17:10:00 terminated owner-missing',
];

describe('RunInstances that is called again with the same client token', () => {
  test.each(['09:00:04', '09:07:30', '09:12:00'])('is the same launch: at %s', async (at) => {
    const records = [withToken(launch, 'again'), withToken({ ...launch, at }, 'again')];
    const result = await playRecords(stacks, records, USERS);
    expect(linesOf(result, id)).toEqual(ONCE);
    expect(mailsOf(result)).toHaveLength(2);
  });
});

describe('a client token that reads like a pattern', () => {
  test.each(['*', '?*', `${id.slice(0, 5)}*`])('finds only its own launch: %s', async (token) => {
    const large = {
      ...launch,
      at: '08:55:00',
      caller: consoleSession(PANGENOMICS, 'bob@ucsc.edu'),
      name: 'large',
      count: 60,
      tags: { Owner: 'bob@ucsc.edu' },
    };
    const records = [withToken(large, token, true), withToken(launch, `${id}-token`)];
    const result = await playRecords(stacks, records, USERS);
    expect(linesOf(result, id)).toEqual(ONCE);
    expect(mailsOf(result).map((line) => line.split(' -> ')[1])).toEqual(['ann@ucsc.edu', 'ann@ucsc.edu']);
  });
});
