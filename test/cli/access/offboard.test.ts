import { describe, expect, test } from '@jest/globals';
import { offboard } from '../../../cli/access/offboard.ts';
import type { Clients, GatewayUser, Revocation } from '../../../cli/aws/gateway-users.ts';
import { NEVER_AGAIN } from '../../../cli/aws/gateway-users.ts';
import { planDirectory } from '../../../lambdas/domain/launcher/directory.ts';
import { givenAccess, NOW, said } from './given-access.ts';

const MELINDA: GatewayUser = {
  userName: 'melinda@ucsc.edu',
  keys: [
    { id: 'AKIA1', isActive: true },
    { id: 'AKIA2', isActive: false },
  ],
  hasPassword: true,
  mfaDevices: ['arn:aws:iam::333344445555:mfa/melinda@ucsc.edu'],
  isRefused: false,
};

/** A gateway with this user, and what was done there, in this order. Calls of these names fail. */
const aGateway = (user: GatewayUser | null, failing: readonly string[] = []) => {
  const did: string[] = [];
  const revoked: Revocation[] = [];
  let known = user;
  let hasMails = true;
  const act = (what: string, change: () => void) => async (): Promise<void> => {
    if (failing.some((name) => what.startsWith(name))) throw new Error(`no permission: ${what}`);
    did.push(what);
    change();
  };
  const change = (more: Partial<GatewayUser>) => () => {
    known = known && { ...known, ...more };
  };
  const clients: Clients = {
    users: {
      read: async () => known,
      refuse: act('refuse', change({ isRefused: true })),
      disableKey: (_name, id) =>
        act(`disable ${id}`, () => {
          change({
            keys: (known?.keys ?? []).map((key) => ({ ...key, isActive: key.id !== id && key.isActive })),
          })();
        })(),
      removePassword: act('remove password', change({ hasPassword: false })),
    },
    revoke: (revocation) =>
      act(`revoke ${revocation.accountId} ${revocation.role}`, () => {
        revoked.push(revocation);
      })(),
    hasMails: async () => hasMails,
    stopMails: act('stop mails', () => {
      hasMails = false;
    }),
  };
  return {
    did,
    revoked,
    command: offboard(
      async () => clients,
      () => NOW,
      80,
    ),
  };
};

/** The roles are in other accounts than the gateway. */
const REVOKE = ['--revoke', '--role', 'operator'];

const ALL = ['refuse', 'disable AKIA1', 'remove password', 'stop mails'];

test('without --yes it shows every step in the right order, and does nothing', async () => {
  const { did, command } = aGateway(MELINDA);
  const { code, lines } = await said(command, ['melinda@ucsc.edu']);
  expect(code).toBe(0);
  expect(did).toEqual([]);
  expect(lines.filter((line) => /^(to do|done|kept|yours) /.test(line))).toEqual([
    'to do   the user is refused everything in the gateway',
    'to do   access keys disabled: AKIA1',
    'to do   console password removed',
    'kept    MFA devices: arn:aws:iam::333344445555:mfa/melinda@ucsc.edu',
    'kept    open sessions end within 12 hours: developer in sandbox, reader in',
    'yours   assignments out of the configuration (git apply takes this), then npx',
    'to do   topic and subscriptions removed, and they are not asked again',
    'yours   what they still own: npm run owned -- melinda@ucsc.edu',
  ]);
  expect(lines.filter((line) => line.startsWith('-') && line.includes('melinda'))).toHaveLength(1);
  expect(lines.filter((line) => line.length > 80 && !/^[-+ @]/.test(line))).toEqual([]);
  expect(lines.at(-1)).toContain('Nothing was done');
  const needsRole = '        They are in the hub, another account: give --role NAME.';
  expect(lines).toContain(needsRole);
  expect((await said(command, ['melinda@ucsc.edu', '--role', 'operator'])).lines).not.toContain(needsRole);
});

test('with --yes it does them in this order, and a second time has nothing to do', async () => {
  const { did, command } = aGateway(MELINDA);
  expect((await said(command, ['melinda@ucsc.edu', '--yes'])).code).toBe(0);
  expect(did).toEqual(ALL);
  const again = await said(command, ['melinda@ucsc.edu', '--yes']);
  expect(again.code).toBe(0);
  expect(did).toEqual(ALL);
  expect(again.lines.filter((line) => line.startsWith('done'))).toHaveLength(4);
});

describe('--revoke', () => {
  test('without a role for the other accounts it is refused, and nothing is done', async () => {
    const { did, command } = aGateway(MELINDA);
    for (const words of [['--revoke'], ['--revoke', '--yes']]) {
      expect(await said(command, ['melinda@ucsc.edu', ...words])).toMatchObject({
        code: 2,
        lines: [],
        errors: [
          'offboard: --revoke needs --role NAME: their roles are in other accounts. Try: npm run offboard -- --help',
        ],
      });
    }
    expect(did).toEqual([]);
  });

  test('where sessions have names: hers alone, after her ways in are closed', async () => {
    const { did, revoked, command } = aGateway(MELINDA);
    const configuration = givenAccess({ requireSessionName: true });
    const { text } = await said(command, ['melinda@ucsc.edu', '--yes', ...REVOKE], configuration);
    expect(did).toEqual([
      ...ALL.slice(0, 3),
      'revoke 111122223333 developer',
      'revoke 111122223333 reader',
      'revoke 422448306679 developer',
      'stop mails',
    ]);
    expect(revoked[0]).toMatchObject({
      policyName: 'tag-enforcement-revoked-melinda@ucsc.edu',
      policy: {
        Statement: [
          {
            Effect: 'Deny',
            Action: '*',
            Resource: '*',
            Condition: {
              DateLessThan: { 'aws:TokenIssueTime': '2026-11-27T18:00:00Z' },
              StringLike: { 'aws:userid': '*:melinda@ucsc.edu' },
            },
          },
        ],
      },
    });
    expect(text).toContain('Theirs alone');
  });

  test.each([
    ['not required', givenAccess()],
    ['required, but not switched on', givenAccess({ requireSessionName: true, enabled: false })],
  ])(
    "where names are %s: everybody's of these roles, and it says so before it does it",
    async (_what, configuration) => {
      const { revoked, command } = aGateway(MELINDA);
      const { lines } = await said(command, ['melinda@ucsc.edu', '--yes', ...REVOKE], configuration);
      expect(revoked[0]).toMatchObject({ policyName: 'AWSRevokeOlderSessions' });
      expect(JSON.stringify(revoked)).not.toContain('aws:userid');
      const flat = lines.map((line) => line.trim()).join(' ');
      expect(flat).toContain('running jobs of Toil among them');
      expect(flat).toContain('It concerns guest@ucsc.edu, bob@ucsc.edu.');
      expect(flat.indexOf('jobs of Toil')).toBeLessThan(flat.indexOf('done    open sessions revoked'));
    },
  );

  test('is not tried while a way in is open: others would lose their sessions for nothing', async () => {
    const { did, command } = aGateway(MELINDA, ['disable']);
    const { code, lines } = await said(command, ['melinda@ucsc.edu', '--yes', ...REVOKE]);
    expect(code).toBe(1);
    expect(did).toEqual(['refuse', 'remove password', 'stop mails']);
    expect(lines).toContain('FAILED  access keys disabled: AKIA1: no permission: disable AKIA1');
    expect(lines.join(' ')).toMatch(/FAILED {2}open sessions revoked: .*not tried/);
  });

  test('a role that fails does not keep the others from being revoked', async () => {
    const { did, command } = aGateway(MELINDA, ['revoke 111122223333']);
    const { code, lines } = await said(command, ['melinda@ucsc.edu', '--yes', ...REVOKE]);
    expect(code).toBe(1);
    expect(did).toEqual([...ALL.slice(0, 3), 'revoke 422448306679 developer', 'stop mails']);
    expect(lines.join(' ')).toContain('reader in 111122223333: no permission');
  });
});

test('a step that fails is said, the others are done, and the exit code is 1', async () => {
  const { did, command } = aGateway(MELINDA, ['refuse', 'stop']);
  const { code, lines } = await said(command, ['melinda@ucsc.edu', '--yes']);
  expect(code).toBe(1);
  expect(did).toEqual(['disable AKIA1', 'remove password']);
  expect(lines.filter((line) => line.startsWith('FAILED'))).toHaveLength(2);
});

test('whoever is no longer in the configuration is still closed; whoever is nowhere is one line', async () => {
  const carol = { ...MELINDA, userName: 'carol@ucsc.edu' };
  const { did, command } = aGateway(carol);
  const { code, lines } = await said(command, ['carol@ucsc.edu', '--yes', ...REVOKE]);
  expect(code).toBe(0);
  expect(did).toEqual(ALL);
  expect(lines).toContain('done    the configuration lists no such person');

  expect(await said(aGateway(null).command, ['melinda@ucsc.eud', '--yes'])).toMatchObject({
    code: 2,
    lines: [],
    errors: [
      "offboard: neither the gateway nor the configuration has 'melinda@ucsc.eud'; did you mean melinda@ucsc.edu?",
    ],
  });
});

test('whose user is gone already is taken out of the configuration', async () => {
  const { did, command } = aGateway(null);
  const { code, lines } = await said(command, ['melinda@ucsc.edu', '--yes']);
  expect(code).toBe(0);
  expect(did).toEqual(['stop mails']);
  expect(lines).toEqual(expect.arrayContaining(['done    the gateway has no such user', '--- a/ours.json']));
});

test('an administrator who leaves is named where their address is', async () => {
  const { command } = aGateway(MELINDA);
  const { lines } = await said(command, ['melinda@ucsc.edu'], {
    ...givenAccess(),
    administrators: ['melinda@ucsc.edu'],
  });
  expect(lines).toContain('yours   their address is also in administrators: they get mails as long as it is');
});

test('the directory does not ask them again, however often it runs', () => {
  const user = {
    userName: 'melinda@ucsc.edu',
    userId: 'AIDA1',
    topicArn: 'topic-melinda',
    askedAt: NEVER_AGAIN,
  };
  for (const now of [NOW, new Date('2126-01-01T00:00:00Z')]) {
    expect(planDirectory([user], [user], 'topic-', now)).toEqual({ toSave: [], toInvite: [], toRemove: [] });
  }
});
