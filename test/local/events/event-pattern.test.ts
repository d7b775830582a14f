import { describe, expect, test } from '@jest/globals';
import { PatternNotUnderstood } from '../../../local/errors.ts';
import { matches } from '../../../local/events/event-pattern.ts';

const event = { source: 'aws.ec2', detail: { name: 'Run', errorCode: null, ids: ['a', 'b'], count: 2 } };

describe('an event pattern', () => {
  test.each([
    [{}, true],
    [{ source: ['aws.s3', 'aws.ec2'] }, true],
    [{ source: ['aws.s3'] }, false],
    [{ source: ['AWS.EC2'] }, false],
    [{ source: ['aws.ec2'], detail: { name: ['Stop'] } }, false],
    [{ detail: { name: ['Run'], count: [2] } }, true],
    [{ detail: { ids: ['b'] } }, true],
    [{ detail: { errorCode: [null] } }, true],
    [{ detail: { errorCode: [{ exists: false }] } }, false],
    [{ detail: { name: [{ exists: true }] } }, true],
    [{ detail: { readOnly: [{ exists: false }] } }, true],
    [{ detail: { readOnly: [{ exists: false }, true] } }, true],
    [{ missing: { deeper: [{ exists: false }] } }, true],
    [{ missing: { deeper: ['x'] } }, false],
    [{ detail: { name: [{ 'equals-ignore-case': 'rUN' }] } }, true],
    [{ detail: { ids: [{ 'equals-ignore-case': 'B' }] } }, true],
    [{ detail: { ids: [{ 'equals-ignore-case': 'c' }] } }, false],
    [{ detail: { count: [{ 'equals-ignore-case': '2' }] } }, false],
  ])('%j: %s', (pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  test.each([
    { source: [{ prefix: 'aws.' }] },
    { source: [{ exists: true, prefix: 'x' }] },
    { $or: [{ source: ['aws.ec2'] }] },
    { source: 'aws.ec2' },
  ])('with something unknown, %j, is an error and no mismatch', (pattern) => {
    expect(() => matches(pattern, event)).toThrow(PatternNotUnderstood);
  });
});
