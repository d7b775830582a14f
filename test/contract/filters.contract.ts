import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { escapeFilterValue } from '../../lambdas/aws/ec2.ts';
import { AWSES } from './awses.ts';
import { ENFORCED } from './stacks.ts';

describe.each(AWSES)('filters in $name', ({ open }) => {
  const aws = open();
  const run = randomUUID();
  const TOKENS = ['*', 'x', 'xy', '?', '\\', '\\*', '\\x', '[x]', 'X'];
  const byId = new Map<string, string>();
  beforeAll(async () => {
    for (const token of TOKENS) {
      const { instanceIds } = await aws.launch({ place: ENFORCED, clientToken: `${run}${token}` });
      for (const instanceId of instanceIds) byId.set(instanceId, token);
    }
  });

  /** The tokens of the launches that a filter finds. */
  const found = async (value: string): Promise<string[]> => {
    const ec2 = await aws.ec2(ENFORCED);
    const Filters = [{ Name: 'client-token', Values: [`${run}${value}`] }];
    const { Reservations = [] } = await ec2.describeInstances({ Filters, MaxResults: 1000 });
    return Reservations.flatMap(({ Instances = [] }) =>
      Instances.map(({ InstanceId = '' }) => byId.get(InstanceId) ?? InstanceId),
    ).sort();
  };

  test.each([
    ['*', TOKENS],
    ['?', ['*', 'x', '?', '\\', 'X']],
    ['x*', ['x', 'xy']],
    ['\\*', ['*']],
    ['\\?', ['?']],
    ['\\\\', ['\\']],
    ['\\\\*', ['\\', '\\*', '\\x']],
    ['\\\\\\*', ['\\*']],
    ['[x]', ['[x]']],
    ['X', ['X']],
  ])('are read with their wildcards: %s', async (value, tokens) => {
    expect(await found(value)).toEqual([...tokens].sort());
  });

  test('find exactly their value, and nothing else, if it is escaped', async () => {
    for (const token of TOKENS) expect(await found(escapeFilterValue(token))).toEqual([token]);
  });

  test('for tags are read the same way', async () => {
    const { instanceIds } = await aws.launch({ place: ENFORCED, tags: [{ key: 'Name', value: 'x' }] });
    const [instanceId = ''] = instanceIds;
    const ec2 = await aws.ec2(ENFORCED);
    const tags = async (value: string): Promise<number> => {
      const { Tags = [] } = await ec2.describeTags({ Filters: [{ Name: 'resource-id', Values: [value] }] });
      return Tags.length;
    };
    const almost = instanceId.slice(0, -1);
    expect(await Promise.all([instanceId, `${almost}?`, `${almost}*`, `${almost}\\?`].map(tags))).toEqual([
      1, 1, 1, 0,
    ]);
  });
});
