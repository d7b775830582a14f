import { describe, expect, test } from '@jest/globals';
import type { NoticeInput } from '../../../../lambdas/domain/grace-period/input.ts';
import { consoleLines, factLines } from '../../../../lambdas/domain/notice/mail-lines.ts';
import { type Evidence, person } from '../../../../lambdas/domain/record/launcher.ts';
import { aLaunch } from '../../a-launch.ts';
import { aNoticeContext } from '../../a-notice-context.ts';
import { aRoleSession } from '../../an-identity.ts';

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

describe('in the console', () => {
  const HOME = 'https://console.aws.amazon.com/ec2/home?region=us-west-2';
  const context = aNoticeContext();
  const by = (changes: Parameters<typeof aLaunch>[0], ids: readonly string[] = ['i-1'], more = {}) =>
    consoleLines({ ...context, input: { ...context.input, launch: aLaunch(changes) }, ...more }, ids);

  test('one instance is opened', () => {
    expect(by({})).toEqual([
      'Or in the console: open the instance, tab Tags, Manage tags:',
      `${HOME}#InstanceDetails:instanceId=i-1`,
    ]);
  });

  test('several are searched by their reservation, or the first by its id', () => {
    expect(by({}, ['i-1', 'i-2'])).toEqual([
      'Or in the console: search r-0a1b2c3d4e5f60718, tab Tags, Manage tags:',
      `${HOME}#Instances:`,
    ]);
    const key = { filter: 'client-token', value: 'a token' } as const;
    expect(by({ key }, ['i-1', 'i-2'])[0]).toBe('Or in the console: search i-1, tab Tags, Manage tags:');
  });

  test.each([
    ['teams/genomics/', '&roleName=teams/genomics/developer&'],
    [undefined, '&roleName=developer&'],
    [`${'a'.repeat(54)}/`, `&roleName=${'a'.repeat(54)}/developer&`],
    // The console takes 64 characters of path and name.
    [`${'a'.repeat(55)}/`, null],
    ['a path/', null],
  ])('a link to switch role has the path of the role: %s', (rolePath, part) => {
    const launcher = person('bob@ucsc.edu', 'assume-role', 'bob@ucsc.edu');
    const [, link = ''] = by({ identity: aRoleSession({ rolePath }) }, ['i-1'], { launcher });
    if (part === null) expect(link).not.toContain('switchrole');
    else expect(link).toContain(part);
  });

  test.each<[string, Evidence | null, boolean]>([
    ['developer', 'assume-role', true],
    ['developer', 'session-name', true],
    ['developer', 'instance-owner', false],
    ['developer', null, false],
    ['a role', 'assume-role', false],
  ])('with the role %s and the evidence %j, a link to switch role: %j', (roleName, evidence, isThere) => {
    const identity = {
      is: 'role-session',
      roleName,
      sessionName: 'bob@ucsc.edu',
      accessKeyId: null,
      serviceLinked: false,
      invokedBy: null,
    } as const;
    const launcher = { userName: 'bob@ucsc.edu', description: '', evidence };
    const lines = by({ identity }, ['i-1'], { launcher });
    expect(lines.slice(0, -1)).toEqual(
      isThere
        ? [
            'Or in the console: switch role,',
            'https://signin.aws.amazon.com/switchrole?account=422448306679&roleName=developer&displayName=pangenomics',
            'then open the instance, tab Tags, Manage tags:',
          ]
        : ['Or in the console: open the instance, tab Tags, Manage tags:'],
    );
  });
});
