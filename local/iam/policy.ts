import * as z from 'zod';
import { matchesPattern } from '../../lambdas/domain/compliance/owner-rule.ts';
import { PolicyNotUnderstood } from '../errors.ts';
import { Condition, meets, type RequestContext } from './condition.ts';
import { isLike } from './variables.ts';

const Texts = z.union([z.string(), z.array(z.string())]).transform((texts) => [texts].flat());

const None: string[] = [];
const Principals = z.object({ AWS: Texts.default(None), Service: Texts.default(None) });

const Principal = z.union([z.literal('*').transform(() => Principals.parse({ AWS: '*' })), Principals]);

const Statement = z
  .object({
    Effect: z.enum(['Allow', 'Deny']),
    Action: Texts.optional(),
    NotAction: Texts.optional(),
    Resource: Texts.optional(),
    NotResource: Texts.optional(),
    Principal: Principal.optional(),
    Condition: Condition.default({}),
    NotPrincipal: z.never().optional(),
  })
  .refine(
    ({ Action, NotAction }) => (Action === undefined) !== (NotAction === undefined),
    'Action or NotAction',
  )
  .refine(({ Resource, NotResource }) => !(Resource && NotResource), 'Resource or NotResource')
  .readonly();
export type Statement = z.infer<typeof Statement>;

/** A policy of an identity or a resource. */
export const Policy = z.object({
  Statement: z.union([Statement.transform((one) => [one]), z.array(Statement)]),
});
export type Policy = z.infer<typeof Policy>;

/** Who makes a request: an IAM principal with its ARN and account, or an AWS service. */
export type Caller = { readonly arn: string; readonly accountId: string } | { readonly service: string };

export type Request = {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
};

const isPrincipal = (principal: Statement['Principal'], caller: Caller): boolean => {
  if (!principal) return true;
  if ('service' in caller) return principal.Service.includes(caller.service);
  const { arn, accountId } = caller;
  return principal.AWS.some((one) => ['*', arn, accountId, `arn:aws:iam::${accountId}:root`].includes(one));
};

/** A cache: a simulation evaluates the same policies for the same few actions many times. */
const about = new WeakMap<readonly Statement[], Map<string, readonly Statement[]>>();

const statementsAbout = (action: string, statements: readonly Statement[]): readonly Statement[] => {
  const known = about.get(statements) ?? new Map<string, readonly Statement[]>();
  const those = known.get(action);
  if (those) return those;
  const names = (patterns: readonly string[]) =>
    patterns.some((pattern) => matchesPattern(pattern.toLowerCase(), action.toLowerCase()));
  const found = statements.filter(({ Action, NotAction }) =>
    Action ? names(Action) : !names(NotAction ?? []),
  );
  about.set(statements, known.set(action, found));
  return found;
};

/**
 * Whether a statement is about the resource. A resource whose variable has no value in this request matches none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html
 */
const isAbout = ({ Resource, NotResource }: Statement, { resource, context }: Request): boolean => {
  const matches = (patterns: readonly string[]) =>
    patterns.some((pattern) => isLike(pattern, resource, context));
  if (Resource) return matches(Resource);
  return NotResource ? !matches(NotResource) : true;
};

/**
 * Whether policies allow a request. A Deny overrides every Allow; without an Allow, the request is denied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const allows = (statements: readonly Statement[], request: Request): boolean => {
  const applying = statementsAbout(request.action, statements).filter(
    (one) =>
      isAbout(one, request) &&
      isPrincipal(one.Principal, request.caller) &&
      meets(one.Condition, request.context),
  );
  return applying.some((one) => one.Effect === 'Allow') && !applying.some((one) => one.Effect === 'Deny');
};

/** The policies that decide a request within one account. What is left out does not limit it. */
export type Policies = {
  /** Those of the user, their groups or the role. */
  readonly identity: readonly Statement[];
  readonly boundary?: readonly Statement[] | undefined;
  /** The policy with which the session was begun. */
  readonly session?: readonly Statement[] | undefined;
  /** Of each level of the organization: the root, each unit, the account. */
  readonly serviceControl?: readonly (readonly Statement[])[] | undefined;
};

/**
 * Whether every kind of policy allows a request: each can only take away what the identity's allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export const isAuthorized = (
  { identity, boundary, session, serviceControl = [] }: Policies,
  request: Request,
): boolean =>
  [identity, ...serviceControl, boundary, session].every(
    (statements) => statements === undefined || allows(statements, request),
  );

/** Reads a policy from a template. */
export const parsePolicy = (value: unknown): readonly Statement[] => {
  const parsed = Policy.safeParse(value);
  if (parsed.success) return parsed.data.Statement;
  throw new PolicyNotUnderstood(z.prettifyError(parsed.error).replaceAll('\n', ' '));
};
