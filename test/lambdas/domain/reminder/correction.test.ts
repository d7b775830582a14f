import { describe, expect, test } from '@jest/globals';
import registry from '../../../../lambdas/domain/creation/registry.json' with { type: 'json' };
import { resourceTypeOf } from '../../../../lambdas/domain/creation/registry.ts';
import type { Tag } from '../../../../lambdas/domain/instances.ts';
import { CORRECTED_TYPES, correctionOf, isDone } from '../../../../lambdas/domain/reminder/correction.ts';
import type { Finding } from '../../../../lambdas/domain/reminder/reminder.ts';

const volume = { arn: 'arn:aws:ec2:us-west-2:422448306679:volume/vol-1', resourceType: 'ec2:volume' };
const near = { key: 'owner', value: 'bob@ucsc.edu' };
const nearMiss: Finding = { is: 'noncompliant', reason: 'near-miss', tag: near, owner: 'bob@ucsc.edu' };

describe('a near miss', () => {
  test('is corrected over all that was read under the key, in whatever case', () => {
    const tags = [near, { key: 'Owner', value: '' }, { key: 'Name', value: 'data' }];
    expect(correctionOf(volume, nearMiss, tags, 'Owner')).toEqual({
      arn: volume.arn,
      tag: { key: 'Owner', value: 'bob@ucsc.edu' },
      over: ['', 'bob@ucsc.edu'],
    });
  });

  test('on an instance, a key pair or a queue is not', () => {
    for (const resourceType of ['ec2:instance', 'ec2:key-pair', 'sqs', 's3']) {
      expect(correctionOf({ ...volume, resourceType }, nearMiss, [near], 'Owner')).toBeNull();
    }
  });
});

test.each<[boolean, string, readonly Tag[]]>([
  [true, 'the Owner that it means stands beside it', [near, { key: 'Owner', value: 'bob@ucsc.edu' }]],
  [false, 'nobody wrote an Owner', [near]],
  [false, 'the Owner is somebody else', [near, { key: 'Owner', value: 'eve@ucsc.edu' }]],
  [false, 'somebody took it away, and wrote an Owner', [{ key: 'Owner', value: 'bob@ucsc.edu' }]],
])('that a near miss was corrected is %s if %s', (expected, _, tags) => {
  expect(isDone(nearMiss, tags, 'Owner')).toBe(expected);
});

test('no other finding is corrected', () => {
  const findings: Finding[] = [
    { is: 'unreadable' },
    { is: 'noncompliant', reason: 'owner-missing' },
    { is: 'invalid', reason: 'no-pattern-matches', tag: { key: 'Owner', value: 'bobbie' } },
    { is: 'invalid', reason: 'near-misses-disagree', values: ['a@ucsc.edu', 'b@ucsc.edu'] },
  ];
  for (const finding of findings) expect(correctionOf(volume, finding, [near], 'Owner')).toBeNull();
});

test.each(CORRECTED_TYPES)('the registry knows what creates a %s, and its ARN ends with an id', (type) => {
  const templates = registry.creations.flatMap(([, , creates = '']) =>
    creates.split(' ').filter((word) => resourceTypeOf(word) === `ec2:${type}`),
  );
  expect(templates).not.toEqual([]);
  for (const template of templates) {
    expect(template).toMatch(
      new RegExp(`^arn:\\{Partition\\}:ec2:\\{Region\\}:(\\{Account\\})?:${type}/\\{\\w`),
    );
    expect(template).toMatch(/Id\}$/);
  }
});
