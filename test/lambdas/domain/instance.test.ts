import { describe, expect, test } from '@jest/globals';
import { judgeInstance } from '../../../lambdas/domain/instance.ts';
import { anInstance } from '../an-instance.ts';
import { anOwnerTag } from '../an-owner-tag.ts';

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
