import * as z from 'zod';
import { matchesAny } from '../../lambdas/domain/compliance/owner-rule.ts';
import { BOUNDARY_NAME } from '../names.ts';
import { didYouMean, suggest } from './errors.ts';
import { distinct, evenIfFaulty, text } from './fields.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const NAME = /^[\w+=,.@-]{1,64}$/;

/**
 * The name of a role that the configuration makes. The service, the bootstrap of the CDK and AWS have roles of their own; the
 * service control policy does not bind these.
 */
const ROLE_NAME =
  /^(?!tag-enforcement|tagenforcement|cdk-|aws|stacksets-exec-|organizationaccountaccessrole$)[\w+=,.@-]{1,64}$/i;

const POLICY =
  'a managed policy: arn:aws:iam::aws:policy/… for one of AWS, or the name of one in each sub-account';
const managedPolicy = text(POLICY).regex(
  /^(arn:aws:iam::aws:policy\/[\w+=,.@/-]{1,511}|[\w+=,.@-]{1,128})$/,
  POLICY,
);

const RoleSchema = z.strictObject(
  {
    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
    managedPolicies: z
      .array(managedPolicy, 'a list of managed policies')
      .min(1, 'a list of at least one managed policy')
      .max(10, 'within IAM’s quota of 10 managed policies for a role'),
    /** Left out: the policy that keeps people from changing this service. `none`: no boundary. */
    permissionsBoundary: managedPolicy.default(BOUNDARY_NAME),
  },
  'a role: an object with managedPolicies',
);

const role = text('the name of a role');
const roles = z.union(
  [role, z.array(role).min(1, 'a list of at least one role')],
  'the name of a role, or a list of these',
);

const AssignmentSchema = z.strictObject(
  {
    role: roles,
    /** Its last day, in UTC. */
    until: z.iso.date('a day: YYYY-MM-DD').optional(),
  },
  'an assignment',
);

const PersonSchema = z.strictObject(
  {
    /** The name of the IAM user in the gateway account. */
    userName: text('the name of an IAM user')
      .regex(NAME, 'the name of an IAM user: 1 to 64 letters, digits and _ + = , . @ -')
      .pipe(z.email('the name of an IAM user that is an e-mail address')),
    subAccounts: z
      .record(
        z.string(),
        z.union(
          [role, z.array(role).min(1, 'a list of at least one role'), AssignmentSchema],
          'the name of a role, a list of these, or an object with role and until',
        ),
        'an object of assignments by the name of the sub-account',
      )
      .default({}),
  },
  'a person: an object with userName and subAccounts',
);

/** User names that differ in case alone are one name to IAM. */
const byUserName = (element: unknown) => {
  const found = z.object({ userName: z.string() }).safeParse(element);
  return { key: found.data?.userName.toLowerCase(), field: ['userName'] };
};

/** The roles of an institute that configures none: people may do everything but administer IAM and the organization. */
const DEFAULT_ROLES = {
  developer: {
    managedPolicies: ['arn:aws:iam::aws:policy/PowerUserAccess'],
    permissionsBoundary: BOUNDARY_NAME,
  },
};

/** The accounts that people work in: who they are, which roles there are, and who has which of them. */
export const AccessSchema = z.strictObject(
  {
    /** `false`: nothing of it is deployed. */
    enabled: z.boolean('true or false').default(true),
    /** Whether a session must be named after its user. */
    requireSessionName: z.boolean('true or false').default(false),
    roles: z.record(z.string(), RoleSchema, 'an object of roles by their names').default(DEFAULT_ROLES),
    people: z
      .array(PersonSchema, 'a list of people')
      .superRefine(distinct('people', byUserName), evenIfFaulty)
      .default([]),
  },
  'an object with people',
);

/** `access` as it is written. */
export type WrittenAccess = z.infer<typeof AccessSchema>;

/** The names of the fields at a path below `access`, for a suggestion. */
export const knownAccessFields = ([field, , inner]: readonly PropertyKey[]): readonly string[] => {
  switch (field) {
    case undefined:
      return Object.keys(AccessSchema.shape);
    case 'roles':
      return Object.keys(RoleSchema.shape);
    case 'people':
      return Object.keys(inner === undefined ? PersonSchema.shape : AssignmentSchema.shape);
    default:
      return [];
  }
};

type AssignedRole = {
  readonly role: string;
  readonly until?: string | undefined;
  readonly path: PropertyKey[];
};

/** The roles of an assignment, in each form that it may be written in, with the path of each. */
export const rolesOf = (written: WrittenAccess['people'][number]['subAccounts'][string]): AssignedRole[] => {
  if (typeof written === 'string') return [{ role: written, path: [] }];
  if (Array.isArray(written)) return written.map((one, index) => ({ role: one, path: [index] }));
  const { until } = written;
  return rolesOf(written.role).map(({ role, path }) => ({ role, until, path: ['role', ...path] }));
};

/** The part that is read even if the configuration has other faults, so that all faults are reported at once. */
const Readable = z.object({
  access: AccessSchema,
  subAccounts: z.array(z.object({ name: z.string() })),
  ownerTag: z.object({ patterns: z.array(z.string()) }).catch({ patterns: ['*'] }),
});

/** What IAM, which knows no case, and the ids of a template, which have no signs, tell role names by. */
const lettersAndDigits = (name: string): string => name.replace(/[^a-z0-9]/gi, '').toLowerCase();

/** A refinement that reports what an assignment names and is not there, and names that no user or role may have. */
export const accessHolds = (configuration: unknown, context: z.core.$RefinementCtx): void => {
  const read = Readable.safeParse(configuration);
  if (!read.success) return;
  const { access, subAccounts, ownerTag } = read.data;
  const report = (path: PropertyKey[], message: string): void =>
    context.addIssue({ code: 'custom', path: ['access', ...path], message, continue: true });
  const roleNames = Object.keys(access.roles);
  for (const name of roleNames.filter((one) => !ROLE_NAME.test(one))) {
    report(
      ['roles', name],
      'expected: no role may have this name (no blanks; not tag-enforcement…, cdk-…, aws…, stacksets-exec-…)',
    );
  }
  for (const [index, name] of roleNames.entries()) {
    const alike = roleNames
      .slice(0, index)
      .find((other) => lettersAndDigits(other) === lettersAndDigits(name));
    if (alike === undefined) continue;
    report(
      ['roles', name],
      `expected: its letters and digits are those of '${alike}', and case is not told apart`,
    );
  }
  const names = subAccounts.map(({ name }) => name);
  for (const [index, { userName, subAccounts: assigned }] of access.people.entries()) {
    if (!matchesAny(ownerTag.patterns, userName)) {
      report(['people', index, 'userName'], 'a valid Owner: no pattern of ownerTag.patterns matches it');
    }
    for (const [name, written] of Object.entries(assigned)) {
      const path = ['people', index, 'subAccounts', name];
      if (!names.includes(name)) {
        report(path, `expected: there is no such sub-account${didYouMean(suggest(name, names))}`);
      }
      for (const { role: given, path: rest } of rolesOf(written)) {
        if (roleNames.includes(given)) continue;
        report([...path, ...rest], `the name of one of access.roles${didYouMean(suggest(given, roleNames))}`);
      }
    }
  }
};
