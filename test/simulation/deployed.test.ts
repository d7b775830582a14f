import { expect, test } from '@jest/globals';
import { ofEnd } from './invariants/of-end.ts';
import { ofMail } from './invariants/of-mail.ts';
import { graceOf, longestGraceOf } from './observed/deployed.ts';
import { aMail, anInstanceHistory, minute, someObservations } from './some-observations.ts';
import { MINUTE } from './time.ts';

const dry = [{ change: 'dry' as const, from: minute(5), until: minute(40) }];
const mails = [aMail(2, 'warned')];

test('a termination breaks a rule while dry-run is deployed, and not before or after', () => {
  const found = (at: number, deployments: typeof dry) =>
    ofEnd(
      anInstanceHistory(),
      minute(at),
      someObservations([anInstanceHistory()], { mails, deployments }),
    ).map(({ invariant }) => invariant);
  expect(found(11, dry)).toEqual(['spared']);
  expect(found(11, [])).toEqual([]);
  expect(found(41, dry)).toEqual([]);
});

test('while a deployment reaches the functions, both the old and the new configuration are allowed', () => {
  const deployments = [{ change: 'dry' as const, from: minute(10), until: minute(20), within: 2 * MINUTE }];
  const found = (at: number) =>
    ofEnd(
      anInstanceHistory(),
      minute(at),
      someObservations([anInstanceHistory()], { mails, deployments }),
    ).map(({ invariant }) => invariant);
  expect(found(11)).toEqual([]);
  expect(found(13)).toEqual(['spared']);
  expect(found(21)).toEqual([]);
  const longer = [{ change: 'dry' as const, from: minute(10), until: minute(40), within: 2 * MINUTE }];
  expect(
    ofMail(aMail(23, 'warned'), someObservations([anInstanceHistory()], { deployments: longer })),
  ).toEqual([]);
  expect(
    ofMail(aMail(25, 'warned'), someObservations([anInstanceHistory()], { deployments: longer })),
  ).toHaveLength(1);
});

test('the shortest and the longest grace period that may apply are found', () => {
  const deployment = (change: 'shorter' | 'longer') => ({
    deployments: [{ change, from: minute(-20), until: minute(-1), within: 2 * MINUTE }],
  });
  expect(graceOf(minute(0), minute(8), deployment('shorter'))).toBe(6 * MINUTE);
  expect(graceOf(minute(2), minute(8), deployment('shorter'))).toBe(10 * MINUTE);
  expect(longestGraceOf(minute(0), deployment('longer'))).toBe(15 * MINUTE);
  expect(longestGraceOf(minute(2), deployment('longer'))).toBe(10 * MINUTE);
});

test.each(['warned', 'not-terminated'] as const)(
  'a mail that says %s breaks a rule long after dry-run is deployed',
  (claim) => {
    const found = (at: number) =>
      ofMail(aMail(at, claim), someObservations([anInstanceHistory()], { deployments: dry })).map(
        ({ invariant }) => invariant,
      );
    expect(found(20)).toEqual(['claims']);
    expect(found(10)).toEqual([]);
    expect(found(41)).toEqual([]);
  },
);
