import { expect, test } from '@jest/globals';
import { ofEnd } from '../../../local/simulation/invariants/of-end.ts';
import { ofMail } from '../../../local/simulation/invariants/of-mail.ts';
import { aLife, aMail, aSeen, minute } from './a-seen.ts';

const dry = [{ change: 'dry' as const, from: minute(5), until: minute(40) }];
const mails = [aMail(2, 'warned')];

test('an end while dry-run is deployed is seen, and none before or after it', () => {
  const found = (at: number, deployments: typeof dry) =>
    ofEnd(aLife(), minute(at), aSeen([aLife()], { mails, deployments })).map(({ invariant }) => invariant);
  expect(found(11, dry)).toEqual(['spared']);
  expect(found(11, [])).toEqual([]);
  expect(found(41, dry)).toEqual([]);
});

test.each(['warned', 'not-terminated'] as const)('a mail that says %s long after it is seen', (claim) => {
  const found = (at: number) =>
    ofMail(aMail(at, claim), aSeen([aLife()], { deployments: dry })).map(({ invariant }) => invariant);
  expect(found(20)).toEqual(['claims']);
  expect(found(10)).toEqual([]);
  expect(found(41)).toEqual([]);
});
