import { expect, test } from '@jest/globals';
import { plan } from '../../../../lambdas/domain/grace-period/plan.ts';
import { aCheckInput } from '../../a-check-input.ts';
import { aPolicy } from '../../a-policy.ts';
import { anInstance } from '../../an-instance.ts';
import { anObservation } from '../../an-observation.ts';
import { at } from '../../at.ts';

const ordersFor = (...tags: readonly Readonly<Record<string, string>>[]) =>
  plan(
    aCheckInput(),
    anObservation(tags.map((these, index) => anInstance(`i-${index + 1}`, these))),
    aPolicy(),
    at(2),
  ).toRepair;

test('an order names the values under the key in whatever case, and holds all instances with the same ones', () => {
  expect(
    ordersFor(
      { owner: 'shared', OWNER: 'nobody' },
      { OWNER: 'nobody', owner: 'shared', Name: 'shared' },
      { owner: 'shared', Owner: '' },
      // IAM sees no such key.
      { 'Owner ': 'shared' },
    ),
  ).toEqual([
    { owner: 'shared', why: 'near-miss', over: ['nobody', 'shared'], instanceIds: ['i-1', 'i-2'] },
    { owner: 'shared', why: 'near-miss', over: ['', 'shared'], instanceIds: ['i-3'] },
    { owner: 'shared', why: 'near-miss', over: [], instanceIds: ['i-4'] },
  ]);
});

test('values that do not fit into a policy are left out', () => {
  const long = 'x'.repeat(1020);
  expect(ordersFor({ owner: 'shared', OWNER: long })).toMatchObject([{ over: ['shared'] }]);
});

test('a launch whose instances all carry different tags beside their near misses makes few orders', () => {
  const tags = Array.from({ length: 1000 }, (_, index) => ({ owner: 'shared', OWNER: `${index}` }));
  expect(ordersFor(...tags)).toHaveLength(20);
});
