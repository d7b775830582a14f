import { describe, expect, test } from '@jest/globals';
import { DRY, ENFORCED, GATEWAY, givenAccess, givenTwoAccounts, HUB } from '../given-configuration.ts';
import { expectRole, rolesOf } from '../policies.ts';
import { deploymentsOf, expectStack, resourcesOf, synthesize, synthesizeReport } from '../synthesize.ts';

const PAYER = '555566667777';
const VIEW = `arn:aws:billing::${PAYER}:billingview/primary`;

const allow = (Action: string[], Resource: unknown[]) => ({ Effect: 'Allow', Action, Resource });
const trustIn = (accountId: string, Condition: object) => [
  {
    Effect: 'Allow',
    Action: ['sts:AssumeRole'],
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Condition,
  },
];
const configured = (more: object) => ({ ...givenTwoAccounts(), ...more });

/** The statements of a role but those that every function has, with the bucket's objects as `<Bucket>/key`. */
const statementsOf = (template: ReturnType<typeof synthesizeReport>, role: string) =>
  expectRole(template, role)
    .statements.map((statement) =>
      JSON.parse(
        JSON.stringify(statement).replaceAll(
          /\{"Fn::Join":\["",\[\{"Fn::GetAtt":\["Bucket\w+","Arn"\]\},"([^"]*)"\]\]\}/g,
          '"<Bucket>$1"',
        ),
      ),
    )
    .filter(({ Action }) => !/^(logs|xray):/.test(Action[0]));

describe('costs', () => {
  const writes = allow(['s3:PutObject'], ['<Bucket>/costs/*', '<Bucket>/work/*']);

  test('without billing, writes why there are none, and may read nothing', () => {
    const template = synthesizeReport(givenTwoAccounts());
    expect(statementsOf(template, 'tag-enforcement-hub-costs')).toEqual([writes]);
  });

  test('with the payer account, may assume the role there, which the stack there has; it is deployed before', () => {
    const stacks = synthesize(configured({ billing: { accountId: PAYER } }));
    const template = expectStack(stacks, 'TagEnforcement-Report');
    expect(statementsOf(template, 'tag-enforcement-hub-costs')).toEqual([
      writes,
      allow(['sts:AssumeRole'], [`arn:aws:iam::${PAYER}:role/tag-enforcement-costs`]),
    ]);
    const billing = expectStack(stacks, 'TagEnforcement-Billing');
    const role = expectRole(billing, 'tag-enforcement-costs');
    expect(role.statements).toEqual([allow(['ce:GetCostAndUsage'], ['*'])]);
    expect(role.managedPolicies).toEqual([]);
    expect(role.trust).toEqual(
      trustIn(HUB, {
        StringEquals: { 'aws:PrincipalArn': `arn:aws:iam::${HUB}:role/tag-enforcement-hub-costs` },
      }),
    );
    expect(Object.keys(billing.Resources)).toHaveLength(1);
    const deployments = deploymentsOf(configured({ billing: { accountId: PAYER } }));
    const deployed = (name: string) => deployments.find((one) => one.name === name);
    expect(deployed('TagEnforcement-Billing')).toMatchObject({ account: PAYER, region: 'us-east-1' });
    expect(deployed('TagEnforcement-Report')?.dependencies).toContain('TagEnforcement-Billing');
  });

  test('with a billing view, may read that view in its own name, and nothing is deployed elsewhere', () => {
    const stacks = synthesize(configured({ billing: { view: VIEW } }));
    const template = expectStack(stacks, 'TagEnforcement-Report');
    expect(statementsOf(template, 'tag-enforcement-hub-costs')).toEqual([
      writes,
      allow(['billing:GetBillingViewData', 'ce:GetCostAndUsage'], [VIEW]),
    ]);
    expect([...stacks.keys()]).not.toContain('TagEnforcement-Billing');
  });
});

describe('who has access', () => {
  const stacks = synthesize(givenAccess());
  const principals = (...names: string[]) => ({
    StringEquals: {
      'aws:PrincipalArn':
        names.length === 1
          ? `arn:aws:iam::${HUB}:role/tag-enforcement-hub-${names[0]}`
          : names.map((name) => `arn:aws:iam::${HUB}:role/tag-enforcement-hub-${name}`),
    },
  });

  test('is read by a function that assumes a role in the gateway and one in each account, and writes its file', () => {
    const template = expectStack(stacks, 'TagEnforcement-Report');
    expect(statementsOf(template, 'tag-enforcement-hub-access-review')).toEqual([
      allow(
        ['sts:AssumeRole'],
        [
          `arn:aws:iam::${DRY}:role/tag-enforcement-report`,
          `arn:aws:iam::${GATEWAY}:role/tag-enforcement-access-review`,
          `arn:aws:iam::${ENFORCED}:role/tag-enforcement-report`,
        ],
      ),
      allow(['s3:PutObject'], ['<Bucket>/work/*']),
    ]);
  });

  test('the role in the gateway reads users, and trusts that function alone', () => {
    const role = expectRole(expectStack(stacks, 'TagEnforcement-Gateway'), 'tag-enforcement-access-review');
    expect(role.statements).toEqual([
      allow(
        ['iam:GenerateCredentialReport', 'iam:GetAccountAuthorizationDetails', 'iam:GetCredentialReport'],
        ['*'],
      ),
    ]);
    expect(role.managedPolicies).toEqual([]);
    expect(role.trust).toEqual(trustIn(HUB, principals('access-review')));
  });

  test('the role of the report in a sub-account trusts it too, with access only', () => {
    const trustOf = (configuration: object) =>
      expectRole(
        expectStack(synthesize(configuration), `TagEnforcement-Account-${ENFORCED}`),
        'tag-enforcement-report',
      ).trust;
    expect(trustOf(givenAccess())).toEqual(trustIn(HUB, principals('collect', 'access-review')));
    expect(trustOf(givenTwoAccounts())).toEqual(trustIn(HUB, principals('collect')));
  });

  test('without the report, the gateway has no such role', () => {
    const template = expectStack(synthesize({ ...givenAccess(), report: 'off' }), 'TagEnforcement-Gateway');
    const names = rolesOf(template).flatMap(({ name }) => name ?? []);
    expect(names).toEqual(['tag-enforcement-directory']);
  });
});

describe('pages are read by', () => {
  const role = `tag-enforcement-pages-${ENFORCED}`;

  test('program managers who are signed in to the gateway with MFA, and theirs alone', () => {
    const template = synthesizeReport(givenTwoAccounts());
    const { statements, managedPolicies, trust } = expectRole(template, role);
    expect(statements).toHaveLength(1);
    expect(statementsOf(template, role)).toEqual([
      allow(['s3:GetObject'], [`<Bucket>/pages/*/${ENFORCED}.html`]),
    ]);
    expect(managedPolicies).toEqual([]);
    expect(trust).toEqual(
      trustIn(GATEWAY, {
        Bool: { 'aws:MultiFactorAuthPresent': 'true' },
        StringEqualsIgnoreCase: { 'aws:username': ['pm@ucsc.edu', 'second@ucsc.edu'] },
      }),
    );
  });

  test('nobody else: an account without program managers has no such role', () => {
    const names = rolesOf(synthesizeReport(givenTwoAccounts())).flatMap(({ name }) => name ?? []);
    expect(names.filter((name) => /pages|page-link/.test(name))).toEqual([role]);
  });

  test('whoever has a link, only if the configuration says so', () => {
    const template = synthesizeReport(configured({ reportLinks: 'presigned' }));
    expect(statementsOf(template, 'tag-enforcement-page-link')).toEqual([
      allow(['s3:GetObject'], ['<Bucket>/pages/*']),
    ]);
    expect(expectRole(template, 'tag-enforcement-page-link').trust).toEqual(
      trustIn(HUB, {
        StringEquals: { 'aws:PrincipalArn': `arn:aws:iam::${HUB}:role/tag-enforcement-hub-report` },
      }),
    );
    expect(statementsOf(template, 'tag-enforcement-hub-report')).toContainEqual(
      allow(['sts:AssumeRole'], [`arn:aws:iam::${HUB}:role/tag-enforcement-page-link`]),
    );
  });
});

test('report notes which owner had a mail this month, only if owners get mails', () => {
  const puts = (more: object) =>
    statementsOf(synthesizeReport(configured(more)), 'tag-enforcement-hub-report').filter(({ Action }) =>
      Action.includes('dynamodb:PutItem'),
    );
  expect(puts({})).toEqual([]);
  expect(puts({ ownerMail: true })).toEqual([
    {
      ...allow(['dynamodb:PutItem'], [`arn:aws:dynamodb:us-west-2:${HUB}:table/tag-enforcement`]),
      Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['owner-mail#*'] } },
    },
  ]);
});

test('report queues mails in the queue that the hub has', () => {
  const template = expectStack(synthesize(givenTwoAccounts()), 'TagEnforcement-Hub');
  const names = resourcesOf(template, 'AWS::SQS::Queue').flatMap(
    ([, { Properties }]) => Properties.QueueName ?? [],
  );
  expect(names).toEqual(['tag-enforcement-mails']);
});
