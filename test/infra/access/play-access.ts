import * as z from 'zod';
import { allows, isAuthorized, parsePolicy, type Statement } from '../../../local/iam/policy.ts';
import { ENFORCED, GATEWAY, givenAccess } from '../given-configuration.ts';
import { expectStack, resourcesOf, synthesize } from '../synthesize.ts';

const WithPolicies = z.object({ Policies: z.array(z.object({ PolicyDocument: z.unknown() })).default([]) });
const WithDocument = z.object({ PolicyDocument: z.unknown(), ManagedPolicyName: z.string() });
const Role = z.object({
  RoleName: z.string(),
  AssumeRolePolicyDocument: z.unknown(),
  PermissionsBoundary: z.unknown().optional(),
});

const ALLOW_ALL = parsePolicy({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });

/** What somebody brings to a request: how they signed in, when, and what else they may do. */
export type Circumstances = {
  /** `absent`: keys, which have no such key in their requests. `false`: the console without MFA. */
  readonly mfa: 'absent' | 'false' | 'true';
  readonly at?: string;
  /** Further keys of the request. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
};

const contextOf = (values: Record<string, string | readonly string[]>) =>
  new Map(Object.entries(values).map(([key, value]) => [key.toLowerCase(), [value].flat()]));

const NOW = '2027-01-15T12:00:00Z';

/** The people and roles of a configuration, as its templates make them. */
export const playAccess = (configuration: unknown = givenAccess()) => {
  const stacks = synthesize(configuration);
  const gateway = expectStack(stacks, 'TagEnforcement-Access-Gateway');
  const inGroups = [
    ...resourcesOf(gateway, 'AWS::IAM::Group').flatMap(([, { Properties }]) =>
      WithPolicies.parse(Properties).Policies.map(({ PolicyDocument }) => PolicyDocument),
    ),
    ...resourcesOf(gateway, 'AWS::IAM::ManagedPolicy').map(
      ([, { Properties }]) => WithDocument.parse(Properties).PolicyDocument,
    ),
  ].flatMap(parsePolicy);

  const requestOf = (userName: string, action: string, resource: string, by: Circumstances) => ({
    caller: { arn: `arn:aws:iam::${GATEWAY}:user/${userName}`, accountId: GATEWAY },
    action,
    resource,
    context: contextOf({
      'aws:username': userName,
      'aws:CurrentTime': by.at ?? NOW,
      ...(by.mfa === 'absent' ? {} : { 'aws:MultiFactorAuthPresent': by.mfa }),
      ...by.context,
    }),
  });

  const accountOf = (accountId: string) => {
    const template = expectStack(stacks, `TagEnforcement-Access-${accountId}`);
    const [boundary] = resourcesOf(template, 'AWS::IAM::ManagedPolicy').map(([, { Properties }]) =>
      parsePolicy(WithDocument.parse(Properties).PolicyDocument),
    );
    const roles = resourcesOf(template, 'AWS::IAM::Role').map(([, { Properties }]) => Role.parse(Properties));
    return { boundary, roles };
  };

  /** Whether a user of the gateway may do something there. `also` are policies that an administrator attached by hand. */
  const userMay = (
    userName: string,
    action: string,
    resource: string,
    by: Circumstances,
    also: readonly Statement[] = [],
  ): boolean => isAuthorized({ identity: [...inGroups, ...also] }, requestOf(userName, action, resource, by));

  /** Whether a user may assume a role: its trust and their own policies must both allow it, in two accounts. */
  const mayAssume = (
    userName: string,
    { accountId, role, sessionName = userName }: { accountId: string; role: string; sessionName?: string },
    by: Circumstances,
    also: readonly Statement[] = [],
  ): boolean => {
    const arn = `arn:aws:iam::${accountId}:role/${role}`;
    const found = accountOf(accountId).roles.find(({ RoleName }) => RoleName === role);
    const request = requestOf(userName, 'sts:AssumeRole', arn, {
      ...by,
      context: { ...by.context, 'sts:RoleSessionName': sessionName },
    });
    return (
      found !== undefined &&
      allows(parsePolicy(found.AssumeRolePolicyDocument), request) &&
      userMay(userName, 'sts:AssumeRole', arn, by, also)
    );
  };

  /** Whether a session of `developer` may do something in the sub-account, if its managed policies allow everything. */
  const developerMay = (
    action: string,
    resource: string,
    context: Record<string, string | readonly string[]> = {},
    serviceControl?: readonly Statement[],
  ): boolean =>
    isAuthorized(
      {
        identity: ALLOW_ALL,
        boundary: accountOf(ENFORCED).boundary,
        ...(serviceControl ? { serviceControl: [serviceControl] } : {}),
      },
      {
        caller: { arn: `arn:aws:iam::${ENFORCED}:role/developer`, accountId: ENFORCED },
        action,
        resource,
        context: contextOf({
          'aws:PrincipalArn': `arn:aws:iam::${ENFORCED}:role/developer`,
          'aws:userid': 'AROAEXAMPLE:ann@ucsc.edu',
          ...context,
        }),
      },
    );

  return { userMay, mayAssume, developerMay, accountOf };
};

export { ALLOW_ALL };
