import { describe, expect, test } from '@jest/globals';
import { AutoScaling } from '../../../local/aws/auto-scaling.ts';
import { recordOf } from '../../../local/sample/call.ts';
import { consoleSession } from '../../../local/sample/identity.ts';
import { groupCreated } from '../../../local/sample/user-actions.ts';
import { entryOf } from '../play-records.ts';

const ACCOUNT = '422448306679';
const place = { accountId: ACCOUNT, region: 'us-west-2' };
const who = { at: '09:00:00', place, caller: consoleSession(ACCOUNT, 'ann@ucsc.edu') };
const created = groupCreated({
  ...who,
  name: 'web',
  size: 1,
  tags: { Owner: 'ann@ucsc.edu' },
  propagates: false,
});

const call = (eventName: string, requestParameters: Readonly<Record<string, unknown>>, more = {}) => ({
  ...recordOf({ ...who, service: 'autoscaling', eventName, requestParameters, responseElements: null }),
  ...more,
});
const tag = (key: string, value?: string) => ({
  resourceId: 'web',
  resourceType: 'auto-scaling-group',
  key,
  value,
});

const tagsAfter = (...records: unknown[]) => {
  const groups = new AutoScaling();
  for (const record of records) groups.apply(entryOf(record));
  return Object.fromEntries(groups.tagsOf(ACCOUNT, 'us-west-2', 'web').map(({ key, value }) => [key, value]));
};

describe('a group', () => {
  test('has the tags that it was created with, and those of no other Region', () => {
    expect(tagsAfter(created)).toEqual({ Owner: 'ann@ucsc.edu' });
    expect(tagsAfter({ ...created, awsRegion: 'us-east-1' })).toEqual({});
  });

  test('has its tags as last changed', () => {
    const changed = call('CreateOrUpdateTags', { tags: [tag('Owner', 'shared'), tag('Name')] });
    expect(tagsAfter(created, changed)).toEqual({ Owner: 'shared', Name: '' });
    expect(tagsAfter(created, changed, call('DeleteTags', { tags: [tag('Owner')] }))).toEqual({ Name: '' });
  });

  test('has no tags after it is deleted', () => {
    expect(tagsAfter(created, call('DeleteAutoScalingGroup', { autoScalingGroupName: 'web' }))).toEqual({});
  });

  test.each([
    [
      'failed',
      call('CreateOrUpdateTags', { tags: [tag('Owner', 'x')] }, { errorCode: 'ValidationException' }),
    ],
    ['was made of EC2', call('DeleteTags', { tags: [tag('Owner')] }, { eventSource: 'ec2.amazonaws.com' })],
    ['cannot be read', call('CreateOrUpdateTags', { tags: 'none' })],
    ['has no parameters', { ...call('DeleteTags', {}), requestParameters: null }],
  ])('is not changed by a call that %s', (_why, record) => {
    expect(tagsAfter(created, record)).toEqual({ Owner: 'ann@ucsc.edu' });
  });
});
