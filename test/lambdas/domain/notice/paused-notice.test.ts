import { expect, test } from '@jest/globals';
import { composeNotice } from '../../../../lambdas/domain/notice/compose-notice.ts';
import { aNewsItem } from '../../a-news-item.ts';
import { aNoticeContext } from '../../a-notice-context.ts';

const linesOf = (context: Parameters<typeof aNoticeContext>[0], concern = aNewsItem()) =>
  composeNotice(aNoticeContext(context), [concern], '0').message.split('\n');

test('a warning written while enforcement is paused says so first', () => {
  const lines = linesOf({ round: { paused: true } });
  expect(lines.slice(0, 2)).toEqual([
    'Enforcement is paused. What falls due gets a new grace period after it.',
    '1 instance will be terminated at 09:10 PST unless tagged Owner.',
  ]);
});

test.each<[string, Parameters<typeof aNoticeContext>[0], Parameters<typeof aNewsItem>[0]]>([
  ['a warning while the service is not paused', {}, {}],
  ['in dry-run, where nothing ends', { mode: 'dry-run', round: { paused: true } }, {}],
  ['another notice than a warning', { round: { paused: true } }, { decision: 'held', reason: 'paused' }],
])('a notice does not mention a pause: %s', (_, context, concern) => {
  expect(linesOf(context, aNewsItem(concern)).join('\n')).not.toContain('What falls due');
});
