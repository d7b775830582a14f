import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { TagChangeEvent, tagChange } from '../../../../lambdas/domain/compliance/tag-change.ts';
import { aTagChangeEvent } from '../../a-tag-change-event.ts';
import { anOwnerTag } from '../../an-owner-tag.ts';
import { LAUNCHED_AT } from '../../at.ts';

const read = (event: unknown, onInvalidValue: 'report' | 'terminate' = 'report') =>
  tagChange(z.parse(TagChangeEvent, event), anOwnerTag({ onInvalidValue }));

test('a removed Owner begins a grace period of that one instance, at the time of the event', () => {
  expect(read(aTagChangeEvent())).toEqual({
    is: 'untagged',
    verdict: { is: 'noncompliant', reason: 'owner-missing' },
    launch: {
      accountId: '422448306679',
      region: 'us-west-2',
      key: { filter: 'instance-id', value: 'i-0a1b2c3d4e5f60718' },
      eventTime: LAUNCHED_AT,
      eventId: 'bddcf1d6-0251-35a1-aab0-adc1fb47c11c',
      launcher: {
        userName: null,
        description: 'an instance whose Owner was taken away',
        evidence: null,
      },
      instanceIds: ['i-0a1b2c3d4e5f60718'],
    },
  });
});

describe('a grace period also begins with', () => {
  test.each<[string, Parameters<typeof aTagChangeEvent>[0]]>([
    ['no tags left', { tags: {} }],
    ['an Owner emptied', { tags: { Owner: '' } }],
    ['a near miss that is left', { tags: { owner: 'bob@ucsc.edu' } }],
    ['near misses that are left and disagree', { tags: { owner: 'bob@ucsc.edu', OWNER: 'amy@ucsc.edu' } }],
    ['unreadable tags', { detail: { tags: null } }],
    ['an unknown version', { detail: { version: undefined } }],
  ])('%s', (_, parts) => {
    expect(read(aTagChangeEvent(parts))).toMatchObject({ is: 'untagged' });
  });

  test('an Owner that became invalid, if invalid values are terminable', () => {
    const event = aTagChangeEvent({ tags: { Owner: 'bob' } });
    expect(read(event, 'terminate')).toMatchObject({ is: 'untagged' });
    expect(read(event)).toMatchObject({ is: 'ignored', why: 'no-pattern-matches' });
  });
});

test('a valid Owner begins nothing', () => {
  expect(read(aTagChangeEvent({ tags: { Owner: 'bob@ucsc.edu' } }))).toEqual({
    is: 'ignored',
    instanceId: 'i-0a1b2c3d4e5f60718',
    why: 'owner-valid',
  });
});

test.each([{ Owner: '' }, { owner: 'bob@ucsc.edu' }, {}])(
  "the first tags that an instance ever had took nothing away: %j is its launch's matter",
  (tags) => {
    expect(read(aTagChangeEvent({ tags, version: 1 }))).toMatchObject({
      is: 'ignored',
      why: 'first-tags',
    });
    expect(read(aTagChangeEvent({ tags, version: 2 }))).toMatchObject({ is: 'untagged' });
  },
);

test.each<[string, object]>([
  ['no instance', { resources: ['arn:aws:ec2:us-west-2:422448306679:volume/vol-1'] }],
  ['nothing', { resources: [] }],
  ['another service', { detail: { ...aTagChangeEvent().detail, service: 'rds' } }],
  ['another type', { detail: { ...aTagChangeEvent().detail, 'resource-type': 'volume' } }],
  ['no time', { time: 'yesterday' }],
  ['an account that is none', { account: '42' }],
])('an event about %s is not readable', (_, fields) => {
  expect(z.safeParse(TagChangeEvent, { ...aTagChangeEvent(), ...fields }).success).toBe(false);
});
