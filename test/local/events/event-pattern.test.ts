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
    [{ source: [{ prefix: 'aws.' }] }, true],
    [{ source: [{ prefix: 'aws.s' }] }, false],
    [{ detail: { count: [{ prefix: '2' }] } }, false],
    [{ source: [{ 'anything-but': ['aws.s3', 'aws.iam'] }] }, true],
    [{ source: [{ 'anything-but': ['aws.s3', 'aws.ec2'] }] }, false],
    [{ missing: [{ 'anything-but': ['x'] }] }, false],
    [{ $or: [{ source: ['aws.s3'] }, { detail: { name: ['Run'] } }] }, true],
    [{ $or: [{ source: ['aws.s3'] }, { detail: { name: ['Stop'] } }] }, false],
    [{ source: ['aws.s3'], $or: [{ detail: { name: ['Run'] } }] }, false],
    [{ detail: { count: [2], $or: [{ name: ['Stop'] }, { name: [{ prefix: 'R' }], ids: ['b'] }] } }, true],
    [{ detail: { count: [2], $or: [{ name: ['Stop'] }, { name: [{ prefix: 'R' }], ids: ['c'] }] } }, false],
  ])('%j: %s', (pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  /** How aws/event-ruler reads a field: README.md, "Exists matching", and Event.java, which keeps only leaves. */
  describe.each<[string, object, boolean]>([
    ['a text', { errorCode: 'AccessDenied' }, true],
    ['an empty text', { errorCode: '' }, true],
    ['null', { errorCode: null }, true],
    ['false', { errorCode: false }, true],
    ['nothing', {}, false],
    ['an empty object', { errorCode: {} }, false],
    ['an object', { errorCode: { code: 'AccessDenied' } }, false],
    ['an empty array', { errorCode: [] }, false],
    ['an array of a text', { errorCode: ['AccessDenied'] }, true],
    ['an array of null', { errorCode: [null] }, true],
    ['an array of an object', { errorCode: [{ code: 'AccessDenied' }] }, false],
    ['an array of an object and a text', { errorCode: [{}, 'AccessDenied'] }, true],
    ['an array of an empty array', { errorCode: [[]] }, false],
    ['an array of an array of a text', { errorCode: [['AccessDenied']] }, true],
  ])('of a field that holds %s', (_, detail, isThere) => {
    test(`says ${isThere ? 'that it exists' : 'that it does not exist'}`, () => {
      expect(matches({ detail: { errorCode: [{ exists: true }] } }, { detail })).toBe(isThere);
      expect(matches({ detail: { errorCode: [{ exists: false }] } }, { detail })).toBe(!isThere);
      expect(matches({ detail: { errorCode: ['x', { exists: false }] } }, { detail })).toBe(!isThere);
    });
  });

  test.each([
    ['an object', { code: 'x' }],
    ['an empty array', []],
  ])('meets no leaf where the event ends before it, in %s', (_, errorCode) => {
    expect(matches({ detail: { errorCode: ['x'] } }, { detail: { errorCode } })).toBe(false);
    expect(
      matches({ detail: { errorCode: { deeper: [{ exists: false }] } } }, { detail: { errorCode } }),
    ).toBe(true);
  });

  describe('of an array of objects, with two fields', () => {
    const pattern = { items: { state: ['on'], id: ['a'] } };
    test.each([
      [[{ state: 'on', id: 'a' }], true],
      [[{ state: 'off' }, { state: 'on', id: 'a' }], true],
      [[[{ state: 'on', id: 'a' }]], true],
      // README.md, "Ruler and Arrays": one element must match both.
      [[{ state: 'on' }, { id: 'a' }], false],
      [
        [
          { state: 'on', id: 'b' },
          { state: 'off', id: 'a' },
        ],
        false,
      ],
      [[], false],
      [['on', 'a'], false],
    ])('%j: %s', (items, expected) => {
      expect(matches(pattern, { items })).toBe(expected);
    });

    // ACMachineTest.testACWithExistFalseRule: the field must be absent from the element that matches the rest.
    const without = { items: { id: ['a'], name: [{ exists: false }] } };
    test.each([
      [[{ id: 'a' }, { id: 'b', name: 'x' }], true],
      [[{ id: 'a', name: 'x' }, { id: 'b' }], false],
      [[{ id: 'a', name: 'x' }, { id: 'a' }], true],
    ])('%j, the one absent: %s', (items, expected) => {
      expect(matches(without, { items })).toBe(expected);
    });

    test('a pattern with only an absent field requires that no element has it', () => {
      expect(matches({ items: { name: [{ exists: false }] } }, { items: [{ id: 'a' }] })).toBe(true);
      expect(matches({ items: { name: [{ exists: false }] } }, { items: [{ id: 'a' }, { name: 'x' }] })).toBe(
        false,
      );
    });
  });

  test.each([
    { source: [{ suffix: '.ec2' }] },
    { source: [{ exists: true, prefix: 'x' }] },
    { $and: [{ source: ['aws.ec2'] }] },
    { source: 'aws.ec2' },
  ])('with something unknown, %j, is an error and no mismatch', (pattern) => {
    expect(() => matches(pattern, event)).toThrow(PatternNotUnderstood);
  });
});
