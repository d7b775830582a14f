import { expect, test } from '@jest/globals';
import { composeNotice } from '../../../../lambdas/domain/notice/compose-notice.ts';
import { aConcern } from '../../a-concern.ts';
import { aTelling } from '../../a-telling.ts';

const linesOf = (telling: Parameters<typeof aTelling>[0], concern = aConcern()) =>
  composeNotice(aTelling(telling), [concern], '0').message.split('\n');

test('a warning written while enforcement is paused says so first', () => {
  const lines = linesOf({ round: { paused: true } });
  expect(lines.slice(0, 2)).toEqual([
    'Enforcement is paused. What falls due gets a new grace period after it.',
    '1 instance will be terminated at 09:10 PST unless tagged Owner.',
  ]);
});

test.each<[string, Parameters<typeof aTelling>[0], Parameters<typeof aConcern>[0]]>([
  ['a warning while it goes on', {}, {}],
  ['in dry-run, where nothing ends', { mode: 'dry-run', round: { paused: true } }, {}],
  ['what is no warning', { round: { paused: true } }, { decision: 'held', reason: 'paused' }],
])('says nothing of a pause: %s', (_, telling, concern) => {
  expect(linesOf(telling, aConcern(concern)).join('\n')).not.toContain('What falls due');
});
