import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createHandler } from '../../../lambdas/check/handler.ts';
import type { Exemption } from '../../../lambdas/domain/compliance/exemption.ts';
import type { Instance } from '../../../lambdas/domain/instances.ts';
import type { Log, LogCode } from '../../../lambdas/log.ts';
import { aBreaker } from '../a-breaker.ts';
import { aCheckInput } from '../a-check-input.ts';
import { aLaunch } from '../a-launch.ts';
import { anInstanceSession } from '../an-identity.ts';
import { anInstance, aReader } from '../an-instance.ts';
import { at, textAt } from '../at.ts';
import { noUsers } from '../some-users.ts';
import { aCheckEnvironment } from './a-check-environment.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(2) });
});
afterEach(() => {
  jest.useRealTimers();
});

const terms = { reason: 'a grant', until: '2026-12-31' };
const byTag: Exemption = { tag: { key: 'Purpose' }, ...terms };
const byAmi: Exemption = { ami: 'ami-1', ...terms };

/** The handler with these instances, and what it logs about exemptions. */
const aCheck = (
  instances: readonly Instance[],
  {
    exemptions = [],
    enforceLaunchesAfter = null,
    readPause = async () => false,
  }: {
    exemptions?: Exemption[];
    enforceLaunchesAfter?: string | null;
    readPause?: () => Promise<boolean>;
  },
) => {
  const lines: unknown[] = [];
  const save: Log['info'] = (code, facts) => {
    lines.push([code, facts]);
  };
  const check = createHandler(aCheckEnvironment({ exemptions, enforceLaunchesAfter }), {
    readInstancesIn: async () => aReader(instances),
    readGroupTags: async () => [],
    breaker: aBreaker(),
    openExecutions: async () => [],
    readPause,
    users: noUsers,
    log: { info: save, warn: save, error: save },
  });
  const logged = (code: LogCode) => lines.filter((line) => Array.isArray(line) && line[0] === code);
  return { check, logged };
};

test('exempted instances are logged in each round, one line per exemption', async () => {
  const instances = [
    anInstance('i-1', { Purpose: 'login' }),
    anInstance('i-2', {}, { imageId: 'ami-1' }),
    anInstance('i-3', { Purpose: 'web', owner: 'shared' }),
    anInstance('i-4', { Purpose: 'web', Owner: 'shared' }),
    anInstance('i-5'),
  ];
  const { check, logged } = aCheck(instances, { exemptions: [byTag, byAmi] });
  const { findings, toWarn, toRepair } = await check(aCheckInput());
  const place = { accountId: '422448306679', region: 'us-west-2' };
  const lines = [
    ['exempted', { ...place, exemption: byTag, instanceIds: ['i-1', 'i-3'] }],
    ['exempted', { ...place, exemption: byAmi, instanceIds: ['i-2'] }],
  ];
  expect(logged('exempted')).toEqual(lines);
  expect({ toWarn, toRepair }).toEqual({ toWarn: ['i-5'], toRepair: [] });
  expect(findings[0]).toEqual({
    verdict: { is: 'exempt', reason: 'exempt-by-configuration', why: 'a grant' },
    instanceIds: ['i-1', 'i-2', 'i-3'],
  });
  await check(aCheckInput());
  expect(logged('exempted')).toEqual([...lines, ...lines]);
});

test('unused exemptions are not logged', async () => {
  const { check, logged } = aCheck([anInstance('i-1')], { exemptions: [byTag] });
  await check(aCheckInput());
  expect(logged('exempted')).toEqual([]);
});

test('an exemption that expires during a grace period exempts only until then', async () => {
  const { check } = aCheck([anInstance('i-1', { Purpose: 'x' })], {
    exemptions: [{ ...byTag, until: '2026-11-03' }],
  });
  expect((await check(aCheckInput())).toWarn).toEqual([]);
  jest.setSystemTime(new Date('2026-11-04T00:00:00Z'));
  expect((await check(aCheckInput())).toWarn).toEqual(['i-1']);
});

test("the launcher is known from the record, or from CloudTrail's later answer", async () => {
  const byRole: Exemption = { role: 'arn:aws:iam::*:role/toil-*', ...terms };
  const identity = anInstanceSession('i-0leader');
  const { check } = aCheck([anInstance('i-1')], { exemptions: [byRole] });
  const { identity: recorded, ...unrecorded } = aLaunch();
  const found = { cause: 'sweep', launch: { ...unrecorded, launchedAt: textAt(-60) } } as const;
  const reasons = [
    aCheckInput({ launch: aLaunch({ identity }) }),
    aCheckInput({ ...found, launcher: { ...aLaunch().launcher, identity } }),
    aCheckInput({ ...found, launcher: aLaunch().launcher }),
    aCheckInput({ launch: aLaunch() }),
  ].map(async (input) => (await check(input)).findings.map(({ verdict }) => verdict.reason));
  expect(await Promise.all(reasons)).toEqual([
    ['exempt-by-configuration'],
    ['exempt-by-configuration'],
    ['launcher-not-known'],
    ['owner-missing'],
  ]);
});

test.each<[string, Parameters<typeof aCheckInput>[0], string]>([
  ['the record', { launch: aLaunch({ eventTime: textAt(-60) }) }, 'before-enforcement'],
  ['the record, of a launch since', {}, 'owner-missing'],
  [
    'EC2, if a sweep found it',
    { cause: 'sweep', launch: aLaunch({ launchedAt: textAt(-60) }) },
    'before-enforcement',
  ],
])('whether an instance is older than enforceLaunchesAfter is decided by %s', async (_, input, reason) => {
  const { check } = aCheck([anInstance('i-1')], { enforceLaunchesAfter: textAt(-30) });
  const { findings, toWarn } = await check(aCheckInput(input));
  expect(findings.map(({ verdict }) => verdict.reason)).toEqual([reason]);
  expect(toWarn).toEqual(reason === 'owner-missing' ? ['i-1'] : []);
});

test.each([true, false])('a plan says whether enforcement is paused: %s', async (isPaused) => {
  const { check } = aCheck([anInstance('i-1')], { readPause: async () => isPaused });
  expect(await check(aCheckInput())).toMatchObject({ paused: isPaused, toWarn: ['i-1'] });
});

test('a pause that cannot be read does not stop the check', async () => {
  const { check, logged } = aCheck([anInstance('i-1')], {
    readPause: () => Promise.reject(new Error('PauseNotReadable')),
  });
  expect(await check(aCheckInput())).toMatchObject({ paused: false, toWarn: ['i-1'] });
  expect(logged('pause-not-readable')).toHaveLength(1);
});
