import * as z from 'zod';
import { AccessDenied, TemplateNotUnderstood } from '../errors.ts';
import { resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import type { RequestContext } from './condition.ts';
import { allows, isAuthorized, parsePolicy, type Statement } from './policy.ts';

const Role = z.object({
  AssumeRolePolicyDocument: z.unknown(),
  Policies: z.array(z.object({ PolicyDocument: z.unknown() })).default([]),
});
const AttachedPolicy = z.object({ PolicyDocument: z.unknown(), Roles: z.array(z.string()).default([]) });

/** Types of policies that are attached to roles. CDK moves statements that exceed the inline limit into managed policies. */
const ATTACHED = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'];
const READ = new Set(['AWS::IAM::Role', ...ATTACHED]);

/** Throws if a policy is attached in a way that is not read here; otherwise it would silently be missing. */
const requireRead = (stacks: readonly Stack[]): void => {
  for (const { name, template } of stacks) {
    const unread = Object.entries(template.Resources).find(
      ([, { Type, Properties }]) =>
        (Type.startsWith('AWS::IAM::') && !READ.has(Type)) || 'ManagedPolicyArns' in Properties,
    );
    if (unread) throw new TemplateNotUnderstood(name, `${unread[0]} (${unread[1].Type}): how it is attached`);
  }
};

type KnownRole = {
  readonly accountId: string;
  readonly trust: readonly Statement[];
  readonly statements: readonly Statement[];
};

const readRoles = (stacks: readonly Stack[]): ReadonlyMap<string, KnownRole> => {
  requireRead(stacks);
  const attached = ATTACHED.flatMap((type) => resourcesOf(stacks, type, AttachedPolicy));
  return new Map(
    resourcesOf(stacks, 'AWS::IAM::Role', Role).map(({ arn, name, accountId, properties }) => {
      const own = properties.Policies.map((policy) => policy.PolicyDocument);
      const others = attached
        .filter((policy) => policy.accountId === accountId && policy.properties.Roles.includes(name))
        .map((policy) => policy.properties.PolicyDocument);
      const statements = [...own, ...others].flatMap(parsePolicy);
      return [
        arn,
        { accountId, trust: parsePolicy(properties.AssumeRolePolicyDocument), statements },
      ] as const;
    }),
  );
};

/** A cache: a simulation plays the same stacks many times. */
const rolesRead = new WeakMap<readonly Stack[], ReadonlyMap<string, KnownRole>>();

const rolesOf = (stacks: readonly Stack[]): ReadonlyMap<string, KnownRole> => {
  const roles = rolesRead.get(stacks) ?? readRoles(stacks);
  rolesRead.set(stacks, roles);
  return roles;
};

/** A request's context with the keys that every request has. Keys are in lower case. */
const contextOf = (arn: string, accountId: string, more: RequestContext): RequestContext =>
  new Map([['aws:principalarn', [arn]], ['aws:principalaccount', [accountId]], ...more]);

/** The embedded IAM: the roles of the synthesized stacks, with their policies as synthesized. */
export class Iam {
  #roles: ReadonlyMap<string, KnownRole> = new Map();

  constructor(stacks: readonly Stack[]) {
    this.deploy(stacks);
  }

  /** Deploys the roles of these stacks. They apply to calls from now on. */
  deploy(stacks: readonly Stack[]): void {
    this.#roles = rolesOf(stacks);
  }

  /**
   * Whether a role's own policies allow an action, and its session's policy too, if there is one.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
   */
  isAllowed(
    roleArn: string,
    action: string,
    resource: string,
    context: RequestContext = new Map(),
    sessionPolicy?: string,
  ): boolean {
    const role = this.#roles.get(roleArn);
    if (!role) return false;
    const request = {
      caller: { arn: roleArn, accountId: role.accountId },
      action,
      resource,
      context: contextOf(roleArn, role.accountId, context),
    };
    const session = sessionPolicy === undefined ? undefined : parsePolicy(JSON.parse(sessionPolicy));
    return isAuthorized({ identity: role.statements, session }, request);
  }

  /** @throws AccessDenied unless the role's policies allow the action */
  require(roleArn: string, action: string, resource: string, context: RequestContext = new Map()): void {
    if (!this.isAllowed(roleArn, action, resource, context))
      throw new AccessDenied(roleArn, action, resource);
  }

  /** @throws AccessDenied unless the caller's policies and the role's trust policy both allow it */
  assumeRole(callerArn: string, roleArn: string): void {
    const caller = this.#roles.get(callerArn);
    const role = this.#roles.get(roleArn);
    const action = 'sts:AssumeRole';
    const isTrusted =
      caller !== undefined &&
      role !== undefined &&
      allows(role.trust, {
        caller: { arn: callerArn, accountId: caller.accountId },
        action,
        resource: roleArn,
        context: contextOf(callerArn, caller.accountId, new Map()),
      });
    if (!isTrusted) throw new AccessDenied(callerArn, action, roleArn);
    this.require(callerArn, action, roleArn);
  }
}
