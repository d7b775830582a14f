import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createHandler } from '../../../lambdas/access-review/handler.ts';
import type { AccessReaders } from '../../../lambdas/aws/read-access.ts';
import { RoleNotAssumable } from '../../../lambdas/domain/errors.ts';
import { AccessReview } from '../../../lambdas/domain/report/report.ts';
import { aLog } from '../a-log.ts';
import { aReport, aRow } from '../domain/access/a-credential-report.ts';

const [LAB, TREES] = ['422448306679', '111122223333'] as const;
const NOW = new Date('2026-11-27T18:00:00Z');
const OLD = new Date('2024-01-01T00:00:00Z');

beforeEach(() => {
  jest.useFakeTimers({ now: NOW });
});
afterEach(() => {
  jest.useRealTimers();
});

const may = (...roles: string[]) => ({
  Statement: {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Resource: roles.map((role) => `arn:aws:iam::${LAB}:role/${role}`),
  },
});

const run = async (more: Partial<AccessReaders> = {}) => {
  const written: [key: string, found: AccessReview][] = [];
  const log = aLog();
  const readers: AccessReaders = {
    credentialReport: async () => ({ text: aReport([aRow({})]), madeAt: NOW }),
    users: async () => [],
    roleUses: async () => new Map([['developer', { createdAt: OLD, usedAt: NOW }]]),
    ...more,
  };
  const handler = createHandler({
    readers,
    write: async (key, body) => {
      written.push([key, AccessReview.parse(JSON.parse(body))]);
    },
    log,
  });
  const result = await handler({
    run: 'a-run',
    accounts: [
      { accountId: LAB, name: 'lab', programManagers: ['pm@ucsc.edu'] },
      { accountId: TREES, name: 'trees', programManagers: [] },
    ],
    roles: ['developer'],
    assignments: [
      { userName: 'melinda@ucsc.edu', accountId: LAB, role: 'developer' },
      { userName: 'melinda@ucsc.edu', accountId: LAB, role: 'viewer', until: '2026-11-26' },
    ],
  });
  const [[key, found] = ['', { missing: 'nothing was written' }]] = written;
  expect(key).toBe('work/a-run/access.json');
  return { result, found, lines: log.lines };
};

const kinds = (found: AccessReview): string[] =>
  'missing' in found ? [found.missing] : found.findings.map(({ kind, about }) => `${kind} ${about}`);

test('where all is well, nothing is found', async () => {
  const { result, found } = await run();
  expect(result).toEqual({ access: 'reviewed' });
  expect(found).toEqual({ findings: [], unread: [] });
});

test('MFA, use, keys, assignments and roles are looked at', async () => {
  const { found } = await run({
    credentialReport: async () => ({
      text: aReport([
        aRow({ mfa_active: 'false' }),
        aRow({ user: 'bob@ucsc.edu', password_last_used: '2026-08-01T00:00:00Z' }),
        aRow({
          user: 'eve@ucsc.edu',
          access_key_1_active: 'true',
          access_key_1_last_rotated: '2026-08-01T00:00:00Z',
        }),
      ]),
      madeAt: NOW,
    }),
    // The assignment of viewer has ended.
    users: async () => [
      { userName: 'melinda@ucsc.edu', createdAt: OLD, policies: [may('developer', 'viewer')] },
    ],
    roleUses: async (accountId) =>
      new Map(accountId === LAB ? [['developer', { createdAt: OLD, usedAt: null }]] : []),
  });
  expect(kinds(found)).toEqual([
    'no-mfa melinda@ucsc.edu',
    'unused bob@ucsc.edu',
    'old-key eve@ucsc.edu',
    'not-assigned melinda@ucsc.edu',
    'unused-role developer in lab',
    'no-role developer in trees',
  ]);
});

test('a sub-account that cannot be read is named, and keeps nothing else from being read', async () => {
  const { found } = await run({
    credentialReport: async () => ({ text: aReport([aRow({ mfa_active: 'false' })]), madeAt: NOW }),
    roleUses: async (accountId) => {
      if (accountId === LAB) throw new RoleNotAssumable(`arn:aws:iam::${LAB}:role/a`, {});
      return new Map();
    },
  });
  expect(found).toMatchObject({ unread: [expect.stringMatching(/^lab: Cannot assume/)] });
  expect(kinds(found)).toEqual(['no-mfa melinda@ucsc.edu', 'no-role developer in trees']);
});

test.each([
  ['a role that is not there', new RoleNotAssumable('arn:aws:iam::1:role/access', {}), 'Cannot assume'],
  ['no permission', Object.assign(new Error('not you'), { name: 'AccessDenied' }), 'not you'],
])('%s is written as the reason', async (_what, error, why) => {
  const { result, found, lines } = await run({ users: () => Promise.reject(error) });
  expect(result).toEqual({ access: 'missing' });
  expect(kinds(found)[0]).toMatch(new RegExp(`^Who has access is not known, .*${why}`));
  expect(lines).toEqual(['access-missing']);
});

test('a report that is not whole is written as the reason', async () => {
  const { found } = await run({ credentialReport: async () => ({ text: 'user,arn', madeAt: NOW }) });
  expect(kinds(found)[0]).toContain('the credential report cannot be read');
});

test.each([
  ['the gateway', 'users'],
  ['a sub-account', 'roleUses'],
] as const)('an error of %s that may pass is thrown, so that it is tried again', async (_what, reader) => {
  const throttled = Object.assign(new Error('slower'), { name: 'Throttling' });
  await expect(run({ [reader]: () => Promise.reject(throttled) })).rejects.toThrow('slower');
});
