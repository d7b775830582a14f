import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { judgeInstance } from '../../../../lambdas/domain/compliance/judge-instance.ts';
import { isTerminable } from '../../../../lambdas/domain/compliance/verdict.ts';
import { anInstance } from '../../an-instance.ts';
import { anOwnerTag } from '../../an-owner-tag.ts';
import { someTags } from '../../some-tags.ts';

describe('an instance without an Owner', () => {
  test.each(['pending', 'running', 'stopping', 'stopped'] as const)('is noncompliant while %s', (state) => {
    expect(judgeInstance(anInstance('i-1', {}, { state }), anOwnerTag())).toEqual({
      is: 'noncompliant',
      reason: 'owner-missing',
    });
  });

  test.each(['shutting-down', 'terminated'] as const)('is gone once %s', (state) => {
    expect(judgeInstance(anInstance('i-1', {}, { state, managedByAws: true }), anOwnerTag())).toEqual({
      is: 'gone',
      reason: state,
    });
  });

  test('is exempt if AWS manages it', () => {
    expect(judgeInstance(anInstance('i-1', {}, { managedByAws: true }), anOwnerTag())).toEqual({
      is: 'exempt',
      reason: 'aws-managed',
    });
  });
});

test('a valid Owner does not bring a terminated instance back', () => {
  const instance = anInstance('i-1', { Owner: 'bob@ucsc.edu' }, { state: 'terminated' });
  expect(judgeInstance(instance, anOwnerTag()).is).toBe('gone');
});

test('a running instance with a valid Owner is compliant', () => {
  expect(judgeInstance(anInstance('i-1', { Owner: 'bob@ucsc.edu' }), anOwnerTag()).is).toBe('compliant');
});

describe('an instance whose origin has a valid Owner', () => {
  const parent = { kind: 'instance', id: 'i-0leader', owner: 'bob@ucsc.edu' } as const;
  const judge = (tags: Readonly<Record<string, string>>, owner: string | null = parent.owner) =>
    judgeInstance(anInstance('i-1', tags), anOwnerTag(), { ...parent, owner });

  test.each([{}, { Owner: '' }, { owner: '' }, { Name: 'worker' }])('inherits it if it has %j', (tags) => {
    const verdict = judge(tags);
    expect(verdict).toEqual({
      is: 'noncompliant',
      reason: 'inheritable',
      owner: 'bob@ucsc.edu',
      from: { kind: 'instance', id: 'i-0leader' },
    });
    expect(isTerminable(verdict)).toBe(false);
  });

  test.each([
    ['its own Owner', { Owner: 'shared' }, 'owner-valid'],
    ['an invalid one', { Owner: 'nobody' }, 'no-pattern-matches'],
    ['a near miss', { owner: 'shared' }, 'near-miss'],
    ['near misses that disagree', { owner: 'shared', OWNER: 'amy@ucsc.edu' }, 'near-misses-disagree'],
  ])('keeps %s', (_, tags, reason) => {
    expect(judge(tags).reason).toBe(reason);
  });

  test('does not inherit from an origin without an Owner', () => {
    expect(judge({}, null).reason).toBe('owner-missing');
  });

  test('is gone or exempt all the same', () => {
    const gone = anInstance('i-1', {}, { state: 'terminated' });
    const exempt = anInstance('i-1', {}, { managedByAws: true });
    expect([gone, exempt].map((one) => judgeInstance(one, anOwnerTag(), parent).is)).toEqual([
      'gone',
      'exempt',
    ]);
  });

  test('property: is terminable only if it would be without an origin, and never if it has no Owner', () => {
    fc.assert(
      fc.property(someTags, fc.constantFrom('report', 'terminate'), (tags, onInvalidValue) => {
        const ownerTag = anOwnerTag({ onInvalidValue });
        const instance = { ...anInstance('i-1'), tags };
        const alone = judgeInstance(instance, ownerTag);
        const inheriting = judgeInstance(instance, ownerTag, parent);
        const hasNone = alone.reason === 'owner-missing' || alone.reason === 'owner-empty';
        expect(isTerminable(inheriting)).toBe(isTerminable(alone) && !hasNone);
        if (!hasNone) expect(inheriting).toEqual(alone);
      }),
      { numRuns: 200 },
    );
  });
});
