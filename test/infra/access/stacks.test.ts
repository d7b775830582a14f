import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { parseConfiguration } from '../../../infra/config/parse-configuration.ts';
import { tagEnforcement } from '../../../infra/tag-enforcement.ts';
import type { Template } from '../../../local/template/template.ts';
import { faultsOf } from '../config/faults-of.ts';
import { DRY, ENFORCED, GATEWAY, givenAccess, givenLeast, givenTwoAccounts } from '../given-configuration.ts';
import { expectRole, PolicyDocument } from '../policies.ts';
import { expectOne, expectStack, resourcesOf, synthesize, withApp } from '../synthesize.ts';

const given = givenAccess();
const stacks = synthesize(given);
const gateway = expectStack(stacks, 'TagEnforcement-Access-Gateway');
const account = expectStack(stacks, `TagEnforcement-Access-${ENFORCED}`);
const hub = expectStack(stacks, 'TagEnforcement-Hub');

const withPeople = (people: unknown[]) => ({ ...given, access: { ...given.access, people } });
const withoutEnds = withPeople(
  given.access.people.map(({ userName }) => ({ userName, subAccounts: { pangenomics: 'developer' } })),
);

describe('without access', () => {
  const without = synthesize(givenTwoAccounts());

  test('nothing of it is deployed, nor if it is off', () => {
    expect([...without.keys()].filter((name) => name.includes('Access'))).toEqual([]);
    expect([...synthesize({ ...given, access: { ...given.access, enabled: false } })]).toEqual([...without]);
  });

  test('every stack is what it is with it: people change no other stack, unless an assignment ends', () => {
    const others = [...synthesize({ ...withoutEnds, report: 'off' })].filter(
      ([name]) => !name.includes('Access'),
    );
    expect(others).toEqual([...synthesize({ ...givenTwoAccounts(), report: 'off' })]);
  });

  test('with the report, only it, the gateway and the roles of the sub-accounts are other ones', () => {
    const changed = [...synthesize(withoutEnds)]
      .filter(
        ([name, template]) => !name.includes('Access') && !isDeepStrictEqual(template, without.get(name)),
      )
      .map(([name]) => name);
    expect(changed.sort()).toEqual([
      `TagEnforcement-Account-${DRY}`,
      `TagEnforcement-Account-${ENFORCED}`,
      'TagEnforcement-Gateway',
      'TagEnforcement-Report',
    ]);
  });
});

describe('the gateway account', () => {
  test('gets the password policy by a function that may do nothing but that, and create users of its groups', () => {
    const { statements, managedPolicies } = expectRole(gateway, 'tag-enforcement-hub-access');
    expect(managedPolicies).toEqual([]);
    expect(statements).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [{ 'Fn::GetAtt': [expect.stringMatching(/^AccessFunctionLogs/), 'Arn'] }],
      },
      {
        Effect: 'Allow',
        Action: [
          'iam:GetAccountPasswordPolicy',
          'iam:UpdateAccountPasswordPolicy',
          'xray:PutTelemetryRecords',
          'xray:PutTraceSegments',
        ],
        Resource: ['*'],
      },
      { Effect: 'Allow', Action: ['iam:CreateUser'], Resource: [`arn:aws:iam::${GATEWAY}:user/*`] },
      {
        Effect: 'Allow',
        Action: ['iam:AddUserToGroup', 'iam:GetGroup'],
        Resource: [`arn:aws:iam::${GATEWAY}:group/researchers`],
      },
    ]);
    const { Properties } = expectOne(gateway, 'Custom::PasswordPolicy');
    expect(JSON.parse(String(Properties.Policy))).toEqual({
      MinimumPasswordLength: 10,
      RequireSymbols: true,
      RequireNumbers: true,
      RequireUppercaseCharacters: false,
      RequireLowercaseCharacters: true,
      AllowUsersToChangePassword: true,
      HardExpiry: false,
    });
  });

  test('has a user for everybody who is listed, made by no resource that would delete them', () => {
    expect(expectOne(gateway, 'Custom::Users').Properties).toMatchObject({
      UserNames: ['ann@ucsc.edu', 'bob@ucsc.edu', 'carol@ucsc.edu'],
      GroupNames: ['researchers'],
    });
    for (const type of ['AWS::IAM::User', 'AWS::IAM::UserToGroupAddition']) {
      expect(resourcesOf(gateway, type)).toEqual([]);
    }
  });

  test('requires MFA in each assignment as well, for whoever gets the policy in another way', () => {
    for (const [, { Properties }] of resourcesOf(gateway, 'AWS::IAM::ManagedPolicy')) {
      const { Statement } = PolicyDocument.parse(Properties.PolicyDocument);
      for (const { Condition } of Statement) {
        expect(Condition?.Bool).toEqual({ 'aws:MultiFactorAuthPresent': 'true' });
      }
    }
  });

  test('keeps the group that demands MFA when the stack is deleted, but not the assignments', () => {
    expect(expectOne(gateway, 'AWS::IAM::Group')).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { GroupName: 'researchers' },
    });
    for (const [, policy] of resourcesOf(gateway, 'AWS::IAM::ManagedPolicy')) {
      expect(policy).not.toHaveProperty('DeletionPolicy');
    }
  });
});

describe('a sub-account', () => {
  test('has roles for twelve hours, which the gateway’s people switch to with MFA', () => {
    const roles = resourcesOf(account, 'AWS::IAM::Role').map(([, role]) => role);
    expect(roles.map(({ Properties }) => Properties.RoleName)).toEqual(['developer', 'viewer']);
    for (const role of roles) {
      expect(role).toMatchObject({
        DeletionPolicy: 'Retain',
        Properties: {
          MaxSessionDuration: 43_200,
          AssumeRolePolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Principal: { AWS: `arn:aws:iam::${GATEWAY}:root` },
                Action: ['sts:AssumeRole'],
                Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
              },
            ],
          },
        },
      });
    }
  });

  test('gives each role its policies, and its boundary unless it has none', () => {
    const [developer, viewer] = resourcesOf(account, 'AWS::IAM::Role').map(
      ([, { Properties }]) => Properties,
    );
    const named = (name: string) => ({
      'Fn::Join': ['', ['arn:aws:iam::', { Ref: 'AWS::AccountId' }, `:policy/${name}`]],
    });
    expect(developer).toMatchObject({
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/PowerUserAccess', named('genomics')],
      PermissionsBoundary: named('tag-enforcement-boundary'),
    });
    expect(viewer?.ManagedPolicyArns).toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess']);
    expect(viewer).not.toHaveProperty('PermissionsBoundary');
    expect(expectOne(account, 'AWS::IAM::ManagedPolicy')).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { ManagedPolicyName: 'tag-enforcement-boundary' },
    });
  });

  test('gets a template that fits a StackSet: the same for every account, without assets', () => {
    expect(expectStack(stacks, `TagEnforcement-Access-${DRY}`)).toEqual(account);
    expect(Object.keys(account).sort()).toEqual(['Description', 'Resources']);
  });
});

describe('who is told of an end', () => {
  test('a schedule has the assignments that end, and its function may only send mails', () => {
    const { statements } = expectRole(hub, 'tag-enforcement-hub-access-ends');
    expect(statements.slice(2)).toEqual([
      {
        Effect: 'Allow',
        Action: ['sqs:SendMessage'],
        Resource: [{ 'Fn::GetAtt': [expect.stringMatching(/^MailQueue/), 'Arn'] }],
      },
    ]);
    const [rule] = resourcesOf(hub, 'AWS::Events::Rule').filter(([id]) => id.startsWith('AccessEnds'));
    const Properties = rule?.[1].Properties;
    expect(Properties).toMatchObject({
      ScheduleExpression: 'rate(6 hours)',
      Targets: [{ DeadLetterConfig: { Arn: expect.anything() }, Input: expect.any(String) }],
    });
    const input = JSON.stringify(Properties?.Targets);
    expect(input).toContain('ann@ucsc.edu');
    expect(input).not.toContain('bob@ucsc.edu');
    const alarms = resourcesOf(hub, 'AWS::CloudWatch::Alarm').map(([, alarm]) => alarm.Properties.AlarmName);
    expect(alarms).toContain('tag-enforcement-errors-access-ends');
  });

  test('with very many, each rule’s input stays within EventBridge’s limit', () => {
    const name = (index: number) => `${'x'.repeat(50)}${index}@ucsc.edu`.slice(-64);
    const people = Array.from({ length: 61 }, (_, index) => ({
      userName: name(index),
      subAccounts: { pangenomics: { role: 'developer', until: '2027-03-31' } },
    }));
    const rules = resourcesOf(
      expectStack(synthesize(withPeople(people)), 'TagEnforcement-Hub'),
      'AWS::Events::Rule',
    )
      .filter(([id]) => id.startsWith('AccessEnds'))
      .map(([, { Properties }]) => Object(Properties.Targets)[0].Input.length);
    expect(rules).toHaveLength(3);
    expect(Math.max(...rules)).toBeLessThan(8192);
  });
});

describe('a change of the configuration', () => {
  const idsOf = ({ Resources }: Template) =>
    Object.entries(Resources).map(([id, { Type }]) => `${Type} ${id}`);

  test('of the order changes nothing', () => {
    const { access } = given;
    const turned = { ...given, access: { ...access, people: access.people.toReversed() } };
    expect([...synthesize(turned)]).toEqual([...stacks]);
  });

  test('that takes a person out ends their assignments, and removes nothing else', () => {
    const after = expectStack(
      synthesize(withPeople(given.access.people.slice(1))),
      'TagEnforcement-Access-Gateway',
    );
    const gone = idsOf(gateway).filter((id) => !idsOf(after).includes(id));
    // Nobody else had a role in that sub-account.
    expect(gone).toEqual([`AWS::IAM::ManagedPolicy Assignments${DRY}`]);
    expect(JSON.stringify(after)).not.toContain('ann@ucsc.edu');
    expect(expectOne(after, 'AWS::IAM::Group')).toEqual(expectOne(gateway, 'AWS::IAM::Group'));
    expect(expectOne(after, 'Custom::PasswordPolicy')).toEqual(expectOne(gateway, 'Custom::PasswordPolicy'));
  });
});

describe('IAM’s quotas are held at the synth', () => {
  const people = (count: number, subAccounts: object) =>
    Array.from({ length: count }, (_, index) => ({
      userName: `${'somebody-with-a-very-long-name-'.slice(0, 20)}${index}@ucsc.edu`,
      subAccounts,
    }));

  test('a sub-account with hundreds of people gets several policies, each as large as IAM takes', () => {
    const many = expectStack(
      synthesize(withPeople(people(500, { pangenomics: 'developer' }))),
      'TagEnforcement-Access-Gateway',
    );
    const policies = resourcesOf(many, 'AWS::IAM::ManagedPolicy').map(([, { Properties }]) => Properties);
    expect(policies.map(({ ManagedPolicyName }) => ManagedPolicyName)).toEqual(
      ['', '-2', '-3', '-4'].map((end) => `tag-enforcement-access-${ENFORCED}${end}`),
    );
    for (const { PolicyDocument } of policies) {
      expect(JSON.stringify(PolicyDocument).length).toBeLessThanOrEqual(6144);
    }
    const text = JSON.stringify(policies);
    for (const { userName } of people(500, {})) expect(text).toContain(`"${userName}"`);
  });

  test('more than ten policies take a second group, which everybody is in', () => {
    const roles = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`role-${index}`, { managedPolicies: ['p'] }]),
    );
    const everything = { pangenomics: Object.keys(roles) };
    const configuration = { ...given, access: { roles, people: people(160, everything) } };
    const many = expectStack(synthesize(configuration), 'TagEnforcement-Access-Gateway');
    expect(expectOne(many, 'Custom::Users').Properties.GroupNames).toEqual(['researchers', 'researchers-2']);
    const attached = resourcesOf(many, 'AWS::IAM::ManagedPolicy').map(([, { Properties }]) =>
      JSON.stringify(Properties.Groups),
    );
    const counts = [...Map.groupBy(attached, (groups) => groups).values()].map(({ length }) => length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(10);
  });

  test('a boundary that no longer fits is a fault', () => {
    const roles = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`${'r'.repeat(60)}${index}`, { managedPolicies: ['p'] }]),
    );
    expect(() => synthesize({ ...given, access: { roles } })).toThrow(
      /access\.roles: the policy takes \d+ characters, which is not within IAM's 6144/,
    );
    expect(faultsOf({ ...given, access: { roles } })).toEqual([]);
  });
});

test('the synth warns where hub and gateway are one account', () => {
  // The CDK prints it, too.
  jest.spyOn(console, 'error').mockImplementation(() => {});
  const warnings = (configuration: unknown) =>
    withApp((app) => {
      tagEnforcement(app, parseConfiguration(configuration));
      return app.synth().stacks.flatMap(({ messages }) => messages.map(({ entry }) => String(entry.data)));
    });
  expect(warnings({ ...givenLeast(), access: {} }).join()).toContain(
    'hub.accountId and gateway.accountId are one account',
  );
  expect(warnings(given)).toEqual([]);
  expect(warnings(givenLeast())).toEqual([]);
});

test('docs/access.md imports all of a sub-account by its logical names, as far as the shipped roles go', () => {
  const shipped = synthesize({ ...given, access: { people: [] } });
  const { Resources: made } = expectStack(shipped, `TagEnforcement-Access-${ENFORCED}`);
  const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'access.md'), 'utf8');
  const [, names = ''] = /^echo '(.+)' > names\.json$/m.exec(text) ?? [];
  expect(JSON.parse(names)).toEqual({
    Boundary: { PolicyArn: 'arn:aws:iam::<account>:policy/tag-enforcement-boundary' },
    Roledeveloper: { RoleName: 'developer' },
  });
  expect(Object.keys(made).sort()).toEqual(Object.keys(JSON.parse(names)));
  // CloudFormation imports only what it would keep.
  expect(Object.values(made).map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Retain', 'Retain']);
});
