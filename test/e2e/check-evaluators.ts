import assert from 'node:assert/strict';
import {
  type GetAccountAuthorizationDetailsCommandOutput,
  type IAMClient,
  paginateGetAccountAuthorizationDetails,
  SimulateCustomPolicyCommand,
} from '@aws-sdk/client-iam';
import { BOUNDARY_NAME } from '../../infra/names.ts';
import { readUserPolicies } from '../../lambdas/aws/read-access.ts';
import { isAuthorized, parsePolicy, type Statement } from '../../local/iam/policy.ts';
import { Random } from '../simulation/random.ts';
import { iamIn } from './iam-users.ts';
import { featuresOf, type Question, questionsAbout } from './policy-questions.ts';
import type { Report } from './report.ts';
import type { AccountName, Target } from './target.ts';

/** What the deployed policies have that both evaluators are asked about. */
const ASKED = [
  'Action',
  'Condition: ArnLike',
  'Condition: ArnNotLike',
  'Condition: Bool',
  'Condition: BoolIfExists',
  'Condition: DateLessThan',
  'Condition: ForAllValues:StringEquals',
  'Condition: ForAllValues:StringLike',
  'Condition: ForAnyValue:StringEqualsIgnoreCase',
  'Condition: Null',
  'Condition: StringEquals',
  'Condition: StringLike',
  'Condition: StringNotLike',
  'Condition: StringNotLikeIfExists',
  'NotAction',
  'Resource',
  'permissions boundary',
  'variable',
];

/** Policies that hold together for somebody, as IAM has them. */
type Held = {
  readonly name: string;
  readonly account: AccountName;
  readonly arn: string;
  readonly identity: readonly unknown[];
  readonly boundary?: unknown;
};

/** What allows everything, so that a boundary alone decides. */
const EVERYTHING = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

type Details = GetAccountAuthorizationDetailsCommandOutput;

const documentOf = (encoded = '{}'): unknown => JSON.parse(decodeURIComponent(encoded));

const managedIn = ({ Policies = [] }: Details): ReadonlyMap<string, unknown> =>
  new Map(
    Policies.map(({ Arn = '', PolicyVersionList = [], DefaultVersionId }) => [
      Arn,
      documentOf(PolicyVersionList.find(({ VersionId }) => VersionId === DefaultVersionId)?.Document),
    ]),
  );

/** The policies of the service's roles in an account, and its boundary. */
const heldIn = async (target: Target, account: AccountName): Promise<Held[]> => {
  const held: Held[] = [];
  const client = iamIn(target, account);
  for await (const page of paginateGetAccountAuthorizationDetails({ client }, {})) {
    const managed = managedIn(page);
    for (const { RoleName = '', Arn = '', ...role } of page.RoleDetailList ?? []) {
      if (!RoleName.startsWith('tag-enforcement-') || RoleName.includes('-e2e-')) continue;
      const inline = (role.RolePolicyList ?? []).map(({ PolicyDocument }) => documentOf(PolicyDocument));
      const attached = (role.AttachedManagedPolicies ?? []).map(({ PolicyArn = '' }) =>
        managed.get(PolicyArn),
      );
      const identity = [...inline, ...attached.filter((document) => document !== undefined)];
      if (identity.length > 0) held.push({ name: RoleName, account, arn: Arn, identity });
    }
    const boundaryArn = `arn:aws:iam::${target.accounts[account]}:policy/${BOUNDARY_NAME}`;
    const boundary = managed.get(boundaryArn);
    if (boundary !== undefined) {
      const arn = `arn:aws:iam::${target.accounts[account]}:role/developer`;
      held.push({ name: BOUNDARY_NAME, account, arn, identity: [EVERYTHING], boundary });
    }
  }
  return held;
};

/** A person's policies, alone and beside one that allows everything: then what denies decides. */
const heldBy = async (target: Target, userName: string): Promise<Held[]> => {
  const all = await readUserPolicies(iamIn(target, 'gateway'));
  const policies = all.find((user) => user.userName === userName)?.policies ?? [];
  const arn = `arn:aws:iam::${target.accounts.gateway}:user/${userName}`;
  return [policies, [EVERYTHING, ...policies]].map((identity) => ({
    name: userName,
    account: 'gateway',
    arn,
    identity,
  }));
};

/** What the emulator's evaluator allows of a question, as `action resource`. */
const allowedThere = async (iam: IAMClient, held: Held, question: Question): Promise<Set<string>> => {
  const { EvaluationResults = [] } = await iam.send(
    new SimulateCustomPolicyCommand({
      PolicyInputList: held.identity.map((document) => JSON.stringify(document)),
      ...(held.boundary ? { PermissionsBoundaryPolicyInputList: [JSON.stringify(held.boundary)] } : {}),
      ActionNames: [...question.actions],
      ResourceArns: [...question.resources],
      CallerArn: held.arn,
      ContextEntries: [...question.context].flatMap(([ContextKeyName, values]) =>
        values.length === 0
          ? []
          : [
              {
                ContextKeyName,
                ContextKeyValues: [...values],
                ContextKeyType: values.length > 1 ? ('stringList' as const) : ('string' as const),
              },
            ],
      ),
    }),
  );
  return new Set(
    EvaluationResults.filter(({ EvalDecision }) => EvalDecision === 'allowed').map(
      ({ EvalActionName, EvalResourceName }) => `${EvalActionName} ${EvalResourceName}`,
    ),
  );
};

/** Asks both evaluators about the policies as they were deployed, and checks that they agree. */
export const checkEvaluators = async (report: Report, target: Target, userName: string): Promise<void> => {
  report.step('two evaluators of policies: the emulator’s, and that of npm start and the tests');
  const held = [
    ...(await heldIn(target, 'hub')),
    ...(await heldIn(target, 'alpha')),
    ...(await heldIn(target, 'gateway')),
    ...(await heldBy(target, userName)),
  ];
  const random = new Random(15);
  const counts = { allowed: 0, all: 0 };
  const differ: string[] = [];
  const features = new Set<string>();
  for (const one of held) {
    const client = iamIn(target, one.account);
    const identity = one.identity.flatMap(parsePolicy);
    const boundary: readonly Statement[] | undefined = one.boundary ? parsePolicy(one.boundary) : undefined;
    if (boundary) features.add('permissions boundary');
    const statements = [...identity, ...(boundary ?? [])];
    for (const feature of featuresOf(statements)) features.add(feature);
    const questions = await questionsAbout(statements, random);
    const answers = await Promise.all(questions.map((question) => allowedThere(client, one, question)));
    for (const [index, question] of questions.entries()) {
      const there = answers[index] ?? new Set();
      for (const action of question.actions) {
        for (const resource of question.resources) {
          const caller = { arn: one.arn, accountId: target.accounts[one.account] };
          const request = { caller, action, resource, context: question.context };
          const here = isAuthorized({ identity, boundary }, request);
          counts.all += 1;
          if (here) counts.allowed += 1;
          if (here !== there.has(`${action} ${resource}`)) {
            const context = JSON.stringify(Object.fromEntries(question.context));
            differ.push(`${one.name}: ${action} on ${resource} with ${context}: here ${here}`);
          }
        }
      }
    }
  }
  await report.check(`of ${counts.all} requests to ${held.length} holders, both allow the same`, () => {
    assert.deepEqual(differ.slice(0, 10), []);
    assert.ok(held.length > 30, 'fewer holders than there are roles');
    assert.ok(counts.allowed > counts.all / 10 && counts.allowed < (counts.all * 9) / 10);
  });
  await report.check('they are asked about each feature that the policies have', () => {
    assert.deepEqual([...features].sort(), ASKED);
  });
};
