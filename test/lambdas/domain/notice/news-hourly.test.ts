import { describe, expect, test } from '@jest/globals';
import type { Cause } from '../../../../lambdas/domain/grace-period/input.ts';
import { type AttributedLaunch, findHourlyNews } from '../../../../lambdas/domain/notice/news.ts';
import type { Identity } from '../../../../lambdas/domain/record/identity.ts';
import { nobody, person } from '../../../../lambdas/domain/record/launcher.ts';
import { aLaunch } from '../../a-launch.ts';
import { aNewsItem } from '../../a-news-item.ts';

const group = { kind: 'auto-scaling-group', id: 'workers', owner: null } as const;
const leader = { kind: 'instance', id: 'i-0leader', owner: 'shared' } as const;
const unknown = nobody('a program');
const alice = person('alice@ucsc.edu', 'iam-user', 'IAM user alice@ucsc.edu');
const groupOwner = person('bob@ucsc.edu', 'group-owner', 'bob@ucsc.edu (owner of the group)');

/** A session of a controller's role. */
const session = (more: Partial<Extract<Identity, { is: 'role-session' }>> = {}): Identity => ({
  is: 'role-session',
  roleName: 'controller',
  sessionName: '1793700000',
  accessKeyId: null,
  serviceLinked: false,
  invokedBy: null,
  ...more,
});

/** A launch by nobody known, in a session of a controller's role. */
const launched = (
  more: Partial<AttributedLaunch> = {},
  identity = session(),
  launch = {},
): AttributedLaunch => ({
  launch: aLaunch({ identity, ...launch }),
  cause: 'launch',
  account: { name: 'pangenomics', mode: 'enforce' },
  launcher: unknown,
  origin: null,
  ...more,
});

const warned = aNewsItem();
const keyOf = (one: AttributedLaunch, paused = false): string | undefined =>
  findHourlyNews([warned], one, paused)[0]?.key;

test('news about a source is a warning, a report, or a termination that was not as announced', () => {
  const all = (
    [
      'failed',
      'terminated',
      'stopped',
      'would-terminate',
      'held',
      'warned',
      'invalid',
      'noticed',
      'exempt',
      'repaired',
      'inherited',
    ] as const
  ).map((decision) => aNewsItem({ decision }));
  const overridden = aNewsItem({ decision: 'terminated', reason: 'protection-overridden' });
  const hourly = findHourlyNews([...all, overridden], launched(), false);
  expect(
    hourly.map(({ key, isWarning, items }) => [key, isWarning, items.map(({ decision }) => decision)]),
  ).toEqual([
    ['warning 422448306679 Role controller enforce nobody', true, ['warned']],
    [
      'report 422448306679 Role controller enforce nobody',
      false,
      ['terminated', 'would-terminate', 'held', 'invalid', 'noticed', 'exempt', 'repaired', 'inherited'],
    ],
    ['exception 422448306679 Role controller enforce nobody', false, ['failed', 'stopped', 'terminated']],
  ]);
});

describe('one source are', () => {
  test.each<[string, AttributedLaunch]>([
    ['sessions of one role', launched({}, session({ sessionName: '1793700001', accessKeyId: 'ASIA1' }))],
    ['one role through a service', launched({}, session({ invokedBy: 'ec2fleet.amazonaws.com' }))],
    ['one role in two Regions', launched({}, session(), { region: 'us-east-1' })],
    [
      'two instances with one role',
      launched({}, { is: 'instance-session', instanceId: 'i-0a', roleName: 'controller', invokedBy: null }),
    ],
  ])('%s', (_what, other) => {
    expect(keyOf(other)).toBe(keyOf(launched()));
  });

  test('launches of one group, whatever role its service has', () => {
    const service = session({ roleName: 'AWSServiceRoleForAutoScaling', serviceLinked: true });
    expect(keyOf(launched({ origin: group }, service))).toBe(keyOf(launched({ origin: group })));
  });
});

describe('different sources are', () => {
  const all: readonly (readonly [string, AttributedLaunch])[] = [
    ['two roles', launched({}, session({ roleName: 'another' }))],
    ['one role in two accounts', launched({}, session(), { accountId: '238605363322' })],
    ['an IAM user', launched({}, { is: 'iam-user', userName: 'controller', invokedBy: null })],
    [
      'a federated user',
      launched({}, { is: 'federated-user', name: 'controller', issuer: null, invokedBy: null }),
    ],
    ['the root user', launched({}, { is: 'nobody', type: 'Root', invokedBy: null })],
    ['a service', launched({}, { is: 'nobody', type: 'AWSService', invokedBy: 'batch.amazonaws.com' })],
    ['a group', launched({ origin: group })],
    [
      'a group of that name in another Region',
      launched({ origin: group }, session(), { region: 'us-east-1' }),
    ],
    ['the same in dry-run', launched({ account: { name: 'pangenomics', mode: 'dry-run' } })],
    ['a group with another reader', launched({ origin: group, launcher: groupOwner })],
  ];

  test.each(all)('%s', (_what, other) => {
    const others = [launched(), ...all.map(([, one]) => one)].filter((one) => one !== other);
    expect(keyOf(other)).toBeDefined();
    expect(others.map((one) => keyOf(one))).not.toContain(keyOf(other));
  });
});

test.each<[string, Identity]>([
  ['IAM users without a name', { is: 'iam-user', userName: null, invokedBy: null }],
  ['federated users without a name', { is: 'federated-user', name: null, issuer: null, invokedBy: null }],
  ['users of a SAML provider', { is: 'nobody', type: 'SAMLUser', invokedBy: null }],
  ['services without a name', { is: 'nobody', type: 'AWSService', invokedBy: null }],
])('launches that the record does not distinguish are reported one by one: %s', (_what, identity) => {
  expect(keyOf(launched({}, identity))).toBeUndefined();
});

test('a person is notified of each of their launches, even if its instances were put into a group', () => {
  expect(keyOf(launched({ launcher: alice }))).toBeUndefined();
  expect(keyOf(launched({ launcher: alice, origin: group }))).toBeUndefined();
  expect(keyOf(launched({ launcher: alice, origin: leader }))).toBeUndefined();
});

test('of what a person launches through an instance, inherited Owners are reported once an hour', () => {
  const items = [warned, aNewsItem({ decision: 'inherited' })];
  expect(findHourlyNews(items, launched({ launcher: alice, origin: leader }), false)).toMatchObject([
    {
      key: 'report 422448306679 us-west-2 instance i-0leader enforce alice@ucsc.edu',
      source: { what: 'Parent instance', name: 'i-0leader' },
      items: [{ decision: 'inherited' }],
    },
  ]);
});

test.each<Cause>(['untagged', 'sweep', 'resume'])('what no launch began is warned of afresh: %s', (cause) => {
  expect(keyOf(launched({ cause }))).toBeUndefined();
  expect(keyOf(launched({ cause, origin: group }))).toBeUndefined();
});

test('a warning during a pause does not stand for one after it', () => {
  expect(keyOf(launched(), true)).not.toBe(keyOf(launched(), false));
});

test.each(['group-creator', 'request-owner', 'request-creator'] as const)(
  'what relaunches is a source also if it is known who is behind it: %s',
  (evidence) => {
    const launcher = person('bob@ucsc.edu', evidence, 'bob@ucsc.edu');
    expect(keyOf(launched({ launcher }))).toContain('controller');
    expect(keyOf(launched({ launcher, origin: group }))).toContain('workers');
  },
);

test.each(['cloud9-owner', 'service-catalog', 'stack-creator'] as const)(
  'what a person had launched is reported each time: %s',
  (evidence) => {
    expect(keyOf(launched({ launcher: person('bob@ucsc.edu', evidence, 'bob@ucsc.edu') }))).toBeUndefined();
  },
);
