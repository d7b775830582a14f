import { expect, test } from '@jest/globals';
import type { NoticeInput } from '../../../../lambdas/domain/grace-period/input.ts';
import { factLines } from '../../../../lambdas/domain/notice/mail-lines.ts';
import { aLaunch } from '../../a-launch.ts';
import { aNoticeContext } from '../../a-notice-context.ts';

const lines = (changes: Partial<NoticeInput>) => {
  const { input, launcher, settings } = aNoticeContext();
  return factLines({ ...input, ...changes }, launcher, '0', settings).filter((line) =>
    /^\w+ed at|^Found|^I|^Why/.test(line),
  );
};

const NINE = 'Tue 3 Nov 2026, 09:00:00 PST (2026-11-03T17:00:00Z)';

test.each([
  ['launch', [`Launched at: ${NINE}`]],
  ['untagged', [`Untagged at: ${NINE}`, 'Why now:     the tag Owner was taken away or changed']],
  ['sweep', [`Found at:    ${NINE}`, 'Why now:     found by a sweep, which looks at all instances']],
  ['resume', [`Resumed at:  ${NINE}`, 'Why now:     it was held, and is held no longer']],
] as const)('the facts name what began the grace period, and why: %s', (cause, expected) => {
  expect(lines({ cause })).toEqual(expected);
});

test('the facts name one instance by its id, but not several, which are listed', () => {
  const found = (value: string) => lines({ launch: aLaunch({ key: { filter: 'instance-id', value } }) });
  expect(found('i-1')).toContain('Instance:    i-1');
  expect(found('i-1,i-2').join()).not.toContain('i-1');
});

test('the facts name the time of the launch if it differs', () => {
  const launch = aLaunch({
    key: { filter: 'instance-id', value: 'i-1' },
    launchedAt: '2026-03-01T17:00:00Z',
  });
  expect(lines({ cause: 'untagged', launch })).toEqual([
    'Launched at: Sun 1 Mar 2026, 09:00:00 PST (2026-03-01T17:00:00Z)',
    `Untagged at: ${NINE}`,
    'Why now:     the tag Owner was taken away or changed',
    'Instance:    i-1',
  ]);
});
