import { describe, expect, test } from '@jest/globals';
import type { Template } from '../../local/template/template.ts';
import { DRY, ENFORCED, givenTwoAccounts, HUB } from './given-configuration.ts';
import { expectStack, synthesize, synthesizeNow } from './synthesize.ts';

const [enforced, dry] = givenTwoAccounts().subAccounts;
const configuration = (...subAccounts: unknown[]) => ({ ...givenTwoAccounts(), subAccounts });
const before = synthesize(configuration(enforced, dry));

/** The properties whose change makes CloudFormation replace a resource. */
const NAMES = [
  'RoleName',
  'TopicName',
  'Name',
  'StateMachineName',
  'TrailName',
  'EventBusName',
  'StatementId',
  'EventSourceArn',
  'TableName',
  'QueueName',
];

const identities = ({ Resources }: Template) =>
  Object.entries(Resources).map(([id, { Type, Properties }]) => [
    id,
    Type,
    ...NAMES.map((name) => JSON.stringify(Properties[name])),
  ]);

test('the order of accounts and of Regions changes nothing', () => {
  const turned = { ...enforced, regions: enforced?.regions.toReversed() };
  const after = synthesizeNow(configuration(dry, turned));
  expect(JSON.stringify([...after])).toBe(JSON.stringify([...before]));
});

describe.each([
  ['first', '000011112222'],
  ['in between', '222233334444'],
  ['last', '999900001111'],
])('a sub-account that comes %s', (_, accountId) => {
  const after = synthesize(configuration({ name: 'new', accountId, regions: ['us-west-2'] }, enforced, dry));

  test('leaves the stacks of all other accounts as they were', () => {
    for (const [name, template] of before) {
      const namesAccounts = ['TagEnforcement-Hub', 'TagEnforcement-Report'].includes(name);
      if (!namesAccounts) expect(expectStack(after, name)).toEqual(template);
    }
    const added = [...after.keys()].filter((name) => !before.has(name));
    expect(added).toEqual([
      `TagEnforcement-Account-${accountId}`,
      `TagEnforcement-Region-${accountId}-us-east-1`,
      `TagEnforcement-Region-${accountId}-us-west-2`,
    ]);
  });

  test('replaces nothing in the hub', () => {
    const hub = 'TagEnforcement-Hub';
    expect(identities(expectStack(after, hub))).toEqual(
      expect.arrayContaining(identities(expectStack(before, hub))),
    );
  });
});

test('another Region of an account replaces nothing, and leaves its other Regions as they were', () => {
  const regions = ['af-south-1', ...(enforced?.regions ?? [])];
  const after = synthesize(configuration({ ...enforced, regions }, dry));
  for (const [name, template] of before) {
    const now = expectStack(after, name);
    expect(identities(now)).toEqual(identities(template));
    // The account's roles, the hub's sweep and the report name its Regions, so these three templates change.
    const isTold = [
      'TagEnforcement-Hub',
      'TagEnforcement-Report',
      `TagEnforcement-Account-${ENFORCED}`,
    ].includes(name);
    if (!isTold) expect(now).toEqual(template);
  }
});

test('a Region with the rule about sessions only replaces nothing when it gets the others', () => {
  const regions = [...(enforced?.regions ?? []), 'us-east-1'];
  const after = synthesize(configuration({ ...enforced, regions }, dry));
  const name = `TagEnforcement-Region-${ENFORCED}-us-east-1`;
  expect(identities(expectStack(after, name))).toEqual(
    expect.arrayContaining(identities(expectStack(before, name))),
  );
});

test('resources of earlier versions are not replaced: a replaced queue would lose its messages', () => {
  const ids = (stack: string) => Object.keys(expectStack(before, stack).Resources);
  expect(ids('TagEnforcement-Hub')).toEqual(
    expect.arrayContaining([
      'Bus52AA7421',
      'GracePeriodD8335166',
      'IntakeLaunchQueueE59A1901',
      'IntakeLaunchQueueDeadLettersC243F060',
      'IntakeLaunchQueueRule5B6F4355',
    ]),
  );
  expect(ids(`TagEnforcement-Region-${ENFORCED}-us-west-2`)).toEqual(
    expect.arrayContaining(['LaunchesDeadLetters54EA5FC5', 'LaunchesRule0C3732F6', 'LaunchesSender971721BB']),
  );
});

test('another name of an account replaces nothing', () => {
  const after = synthesize(configuration({ ...enforced, name: 'renamed' }, dry));
  for (const [name, template] of before) {
    expect(identities(expectStack(after, name))).toEqual(identities(template));
  }
});

describe('the templates of a sub-account fit a StackSet', () => {
  const others = ['000011112222', '999900001111', HUB];
  const same = others.map((accountId, index) => ({ ...dry, name: `same-${index}`, accountId }));
  const stacks = synthesize(configuration(...same));

  test.each([
    ['TagEnforcement-Account', ''],
    ['TagEnforcement-Region', '-us-east-1'],
  ])('%s is the same for every account of equal settings', (prefix, suffix) => {
    const [first, ...rest] = others.map((id) =>
      JSON.stringify(expectStack(stacks, `${prefix}-${id}${suffix}`)),
    );
    expect(rest).toEqual([first, first]);
    expect(first).toBe(JSON.stringify(expectStack(before, `${prefix}-${DRY}${suffix}`)));
  });

  test('they have no parameters, no rules and no assets', () => {
    for (const [name, template] of stacks) {
      if (/-(Hub|Report|Gateway)$/.test(name)) continue;
      expect(Object.keys(template).sort()).toEqual(['Description', 'Resources']);
    }
  });
});
