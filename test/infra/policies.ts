import * as z from 'zod';
import type { Template } from '../../local/template/template.ts';
import { resourcesOf } from './synthesize.ts';

const list = z
  .union([z.string(), z.array(z.unknown()), z.record(z.string(), z.unknown())])
  .transform((value) => (Array.isArray(value) ? value : [value]));

export const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.unknown().optional(),
  Action: list,
  Resource: list.optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
export type Statement = z.infer<typeof Statement>;

export const PolicyDocument = z.object({ Version: z.literal('2012-10-17'), Statement: z.array(Statement) });

const Role = z.object({
  RoleName: z.string().optional(),
  AssumeRolePolicyDocument: PolicyDocument,
  ManagedPolicyArns: z.array(z.unknown()).default([]),
  Policies: z.array(z.object({ PolicyDocument })).default([]),
});

const Policy = z.object({ PolicyDocument, Roles: z.array(z.object({ Ref: z.string() })) });

type SynthesizedRole = {
  readonly logicalId: string;
  readonly name: string | undefined;
  readonly managedPolicies: readonly unknown[];
  readonly trust: readonly Statement[];
  /** Everything that the role may do, in an inline or a separate policy. */
  readonly statements: readonly Statement[];
};

/** Every role of a template with everything that it may do. */
export const rolesOf = (template: Template): SynthesizedRole[] => {
  const policies = resourcesOf(template, 'AWS::IAM::Policy').map(([, { Properties }]) =>
    Policy.parse(Properties),
  );
  return resourcesOf(template, 'AWS::IAM::Role').map(([logicalId, { Properties }]) => {
    const role = Role.parse(Properties);
    const attached = policies.filter(({ Roles }) => Roles.some(({ Ref }) => Ref === logicalId));
    return {
      logicalId,
      name: role.RoleName,
      managedPolicies: role.ManagedPolicyArns,
      trust: role.AssumeRolePolicyDocument.Statement,
      statements: [...role.Policies, ...attached].flatMap(
        ({ PolicyDocument: { Statement: found } }) => found,
      ),
    };
  });
};

/** The role of that name. */
export const expectRole = (template: Template, name: string): SynthesizedRole => {
  const role = rolesOf(template).find((candidate) => candidate.name === name);
  if (!role) throw new Error(`no role ${name}`);
  return role;
};

/** The types of EC2 whose Owner is corrected, besides images and snapshots, whose ARNs name no account. */
export const CORRECTED_OF_EC2 = [
  'customer-gateway',
  'dhcp-options',
  'egress-only-internet-gateway',
  'elastic-ip',
  'internet-gateway',
  'launch-template',
  'natgateway',
  'network-acl',
  'network-interface',
  'prefix-list',
  'route-table',
  'security-group',
  'subnet',
  'transit-gateway',
  'volume',
  'vpc-endpoint',
  'vpc-peering-connection',
  'vpc',
  'vpn-connection',
  'vpn-gateway',
];
