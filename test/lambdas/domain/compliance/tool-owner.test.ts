import { describe, expect, test } from '@jest/globals';
import {
  certainLauncher,
  judgeWithExemptions,
  meansUser,
  toolOwnerOf,
} from '../../../../lambdas/domain/compliance/judge-instance.ts';
import { BY_AWS, type Evidence } from '../../../../lambdas/domain/record/launcher.ts';
import { aPolicy } from '../../a-policy.ts';
import { anIamUser, anInstanceSession, aRoleSession } from '../../an-identity.ts';
import { anInstance } from '../../an-instance.ts';
import { anOwnerTag } from '../../an-owner-tag.ts';
import { at } from '../../at.ts';

const KEY = { keyName: 'lab-key' };
const byTool = (
  value: string,
  more: Readonly<Record<string, string>> = {},
  keyName: string | null = 'lab-key',
) => anInstance('i-1', { Owner: value, ...more }, { keyName });

describe('a tool wrote the Owner', () => {
  test.each([
    ['if it is the name of the key pair', byTool('lab-key'), 'lab-key'],
    ["if it is Toil's default", byTool('toil', {}, null), 'toil'],
    ['not if it is another word', byTool('lab'), undefined],
    ['not if it is valid', byTool('shared', {}, 'shared'), undefined],
    ['not if it is empty', byTool('', {}, ''), undefined],
    ['not if another tag looks like an Owner', byTool('lab-key', { owner: 'bob@ucsc.edu' }), undefined],
    ['not if the key is written otherwise', anInstance('i-1', { owner: 'lab-key' }, KEY), undefined],
  ])('%s', (_, instance, value) => {
    expect(toolOwnerOf(instance, anOwnerTag())).toBe(value);
  });
});

test.each([
  ['bob', 'bob@ucsc.edu', true],
  ['Bob@UCSC.EDU', 'bob@ucsc.edu', true],
  [' bob@example.org', 'bob@ucsc.edu', true],
  ['bo', 'bob@ucsc.edu', false],
  ['lab-key', 'bob@ucsc.edu', false],
])('%j means %s: %j', (value, userName, isMeant) => {
  expect(meansUser(value, userName)).toBe(isMeant);
});

describe('a launcher is certain', () => {
  const by = (evidence: Evidence) => ({ userName: 'bob@ucsc.edu', evidence });

  test.each<Evidence>([
    'iam-user',
    'federation-issuer',
    'identity-center',
    'assume-role',
    'mfa-device',
    'group-owner',
  ])('by %s', (evidence) => {
    expect(certainLauncher(by(evidence), aRoleSession())).toBe('bob@ucsc.edu');
  });

  test.each<Evidence>(['session-name', 'instance-launcher', ...BY_AWS])('but not by %s', (evidence) => {
    expect(certainLauncher(by(evidence), aRoleSession())).toBeNull();
  });

  test('by the Owner of an instance, unless only the name of the session shows that instance', () => {
    expect(certainLauncher(by('instance-owner'), anInstanceSession('i-1'))).toBe('bob@ucsc.edu');
    expect(certainLauncher(by('instance-owner'), aRoleSession({ sessionName: 'i-0abc12de' }))).toBeNull();
  });
});

describe("a tool's Owner", () => {
  const correction = { values: new Set(['lab-key']), owner: 'bob@ucsc.edu' };
  const launched = { accountId: '422448306679', identity: anIamUser('bob@ucsc.edu'), launchedAt: null };
  const judged = (
    instance: ReturnType<typeof byTool>,
    onInvalidValue: 'report' | 'terminate',
    more: Parameters<typeof aPolicy>[0] = { correction },
  ) =>
    judgeWithExemptions(
      instance,
      launched,
      aPolicy({ ownerTag: anOwnerTag({ onInvalidValue }), ...more }),
      at(2),
    );

  test.each(['report', 'terminate'] as const)(
    'is corrected to the launcher, also with %s',
    (onInvalidValue) => {
      expect(judged(byTool('lab-key'), onInvalidValue)).toEqual({
        is: 'noncompliant',
        reason: 'tool-owner',
        tag: { key: 'Owner', value: 'lab-key' },
        owner: 'bob@ucsc.edu',
      });
    },
  );

  test('is reported as invalid if it is not among those that are corrected', () => {
    expect(judged(byTool('toil'), 'report')).toMatchObject({ is: 'invalid' });
    expect(judged(byTool('lab-key'), 'report', {})).toMatchObject({ is: 'invalid' });
  });

  test('is left on an instance that is exempt, or that has ended', () => {
    const exemptions = [{ tag: { key: 'Course' }, reason: 'course', until: '2099-01-01' }];
    const exempt = byTool('lab-key', { Course: 'bme' });
    expect(judged(exempt, 'report', { correction, exemptions })).toMatchObject({ is: 'exempt' });
    expect(judged({ ...byTool('lab-key'), state: 'terminated' }, 'report')).toMatchObject({ is: 'gone' });
  });
});
