import { describe, expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../infra/config/parse-configuration.ts';
import { DRY, ENFORCED, givenTwoAccounts } from '../given-configuration.ts';
import { faultsOf } from './faults-of.ts';

const given = givenTwoAccounts();
const withAccess = (access: unknown) => ({ ...given, access });
const withPerson = (fields: object) =>
  withAccess({
    people: [{ userName: 'ann@ucsc.edu', subAccounts: { pangenomics: 'developer' }, ...fields }],
  });

describe('without access, or with access that is off,', () => {
  test.each([undefined, { enabled: false, people: [{ userName: 'ann@ucsc.edu' }] }])(
    '%j, there is none',
    (access) => {
      expect(parseConfiguration(withAccess(access))).toEqual(parseConfiguration(given));
    },
  );
});

describe('access', () => {
  test('has one role unless others are named, and asks for no name of a session', () => {
    expect(parseConfiguration(withAccess({})).access).toEqual({
      requireSessionName: false,
      roles: [
        {
          name: 'developer',
          managedPolicies: ['arn:aws:iam::aws:policy/PowerUserAccess'],
          permissionsBoundary: 'tag-enforcement-boundary',
        },
      ],
      userNames: [],
      assignments: [],
    });
  });

  test('reads each form of an assignment, and does not depend on the order of writing', () => {
    const roles = {
      viewer: { managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'], permissionsBoundary: 'none' },
      developer: { managedPolicies: ['genomics-developer'] },
    };
    const ann = { userName: 'ann@ucsc.edu', subAccounts: { sandbox: ['viewer', 'developer'] } };
    const bob = {
      userName: 'bob@ucsc.edu',
      subAccounts: { pangenomics: { role: 'developer', until: '2027-03-31' }, sandbox: 'viewer' },
    };
    const one = parseConfiguration(withAccess({ roles, people: [bob, ann] })).access;
    expect(one?.assignments).toEqual([
      { userName: 'ann@ucsc.edu', accountId: DRY, subAccount: 'sandbox', role: 'developer' },
      { userName: 'ann@ucsc.edu', accountId: DRY, subAccount: 'sandbox', role: 'viewer' },
      { userName: 'bob@ucsc.edu', accountId: DRY, subAccount: 'sandbox', role: 'viewer' },
      {
        userName: 'bob@ucsc.edu',
        accountId: ENFORCED,
        subAccount: 'pangenomics',
        role: 'developer',
        until: '2027-03-31',
      },
    ]);
    expect(one?.userNames).toEqual(['ann@ucsc.edu', 'bob@ucsc.edu']);
    expect(one?.roles.map(({ name, permissionsBoundary }) => [name, permissionsBoundary])).toEqual([
      ['developer', 'tag-enforcement-boundary'],
      ['viewer', 'none'],
    ]);
    expect(parseConfiguration(withAccess({ roles, people: [ann, bob] })).access).toEqual(one);
  });
});

const NO_FIELD = 'is not expected: there is no such field';

describe('a fault names the field, the value received and what was expected', () => {
  test.each<[string, unknown, string]>([
    [
      'a sub-account that is not listed',
      withPerson({ subAccounts: { pangenomix: 'developer' } }),
      'access.people[0].subAccounts.pangenomix: "developer" is not expected: there is no such sub-account; did you mean pangenomics?',
    ],
    [
      'a role that is not there',
      withPerson({ subAccounts: { pangenomics: 'develper' } }),
      'access.people[0].subAccounts.pangenomics: "develper" is not the name of one of access.roles; did you mean developer?',
    ],
    [
      'one of a list of roles',
      withPerson({ subAccounts: { pangenomics: ['developer', 'viewer'] } }),
      'access.people[0].subAccounts.pangenomics[1]: "viewer" is not the name of one of access.roles',
    ],
    [
      'a role with an end',
      withPerson({ subAccounts: { pangenomics: { role: ['x'], until: '2027-01-01' } } }),
      'access.people[0].subAccounts.pangenomics.role[0]: "x" is not the name of one of access.roles',
    ],
    [
      'an end that is no day',
      withPerson({ subAccounts: { pangenomics: { role: 'developer', until: 'summer' } } }),
      'access.people[0].subAccounts.pangenomics.until: "summer" is not a day: YYYY-MM-DD',
    ],
    [
      'a misspelt end',
      withPerson({ subAccounts: { pangenomics: { role: 'developer', untill: '2027-01-01' } } }),
      `access.people[0].subAccounts.pangenomics.untill: "2027-01-01" ${NO_FIELD}; did you mean until?`,
    ],
    [
      'an assignment of another type',
      withPerson({ subAccounts: { pangenomics: 1 } }),
      'access.people[0].subAccounts.pangenomics: 1 is not the name of a role, a list of these, or an object with role and until',
    ],
    [
      'a user who is no address',
      withPerson({ userName: 'ann' }),
      'access.people[0].userName: "ann" is not the name of an IAM user that is an e-mail address',
    ],
    [
      'a user whose name IAM does not take',
      withPerson({ userName: "o'neil@ucsc.edu" }),
      'access.people[0].userName: "o\'neil@ucsc.edu" is not the name of an IAM user: 1 to 64 letters, digits and _ + = , . @ -',
    ],
    [
      'a user whose name is no valid Owner',
      withPerson({ userName: 'ann@example.org' }),
      'access.people[0].userName: "ann@example.org" is not a valid Owner: no pattern of ownerTag.patterns matches it',
    ],
    [
      'a person twice',
      withAccess({ people: [{ userName: 'ann@ucsc.edu' }, { userName: 'Ann@ucsc.edu' }] }),
      'access.people[1].userName: "Ann@ucsc.edu" is not unique: people[0] has it too',
    ],
    [
      'a misspelt field',
      withAccess({ requireSessionNames: true }),
      `access.requireSessionNames: true ${NO_FIELD}; did you mean requireSessionName?`,
    ],
    [
      'a misspelt field of a person',
      withPerson({ subAccount: {} }),
      `access.people[0].subAccount: {} ${NO_FIELD}; did you mean subAccounts?`,
    ],
    [
      'a misspelt field of a role',
      withAccess({ roles: { developer: { managedPolicies: ['p'], permissionBoundary: 'none' } } }),
      `access.roles.developer.permissionBoundary: "none" ${NO_FIELD}; did you mean permissionsBoundary?`,
    ],
    [
      'a role that has no policy',
      withAccess({ roles: { developer: { managedPolicies: [] } } }),
      'access.roles.developer.managedPolicies: [] is not a list of at least one managed policy',
    ],
    [
      'a policy of one account',
      withAccess({ roles: { developer: { managedPolicies: [`arn:aws:iam::${ENFORCED}:policy/p`] } } }),
      `access.roles.developer.managedPolicies[0]: "arn:aws:iam::${ENFORCED}:policy/p" is not a managed policy: arn:aws:iam::aws:policy/… for one of AWS, or the name of one in each sub-account`,
    ],
    [
      'a role that belongs to the service',
      withAccess({ roles: { 'tag-enforcement-act': { managedPolicies: ['p'] } } }),
      'access.roles.tag-enforcement-act: {"managedPolicies":["p"]} is not expected: no role may have this name (no blanks; not tag-enforcement…, cdk-…, aws…, stacksets-exec-…)',
    ],
    ...['Developer', 'devel+oper'].map((name): [string, unknown, string] => [
      `a role whose name differs from another’s in case or in signs alone: ${name}`,
      withAccess({ roles: { developer: { managedPolicies: ['p'] }, [name]: { managedPolicies: ['p'] } } }),
      `access.roles.${name}: {"managedPolicies":["p"]} is not expected: its letters and digits are those of 'developer', and case is not told apart`,
    ]),
    ...['stacksets-exec-mine', 'OrganizationAccountAccessRole', 'cdk-mine'].map(
      (name): [string, unknown, string] => [
        `a role that the service control policy does not bind: ${name}`,
        withAccess({ roles: { [name]: { managedPolicies: ['p'] } } }),
        `access.roles.${name}: {"managedPolicies":["p"]} is not expected: no role may have this name (no blanks; not tag-enforcement…, cdk-…, aws…, stacksets-exec-…)`,
      ],
    ),
  ])('%s', (_, configuration, fault) => {
    expect(faultsOf(configuration)).toEqual([fault]);
  });

  test('also where other fields have faults', () => {
    expect(faultsOf({ ...withPerson({ subAccounts: { nowhere: 'developer' } }), mode: 'on' })).toEqual([
      'mode: "on" is not one of dry-run, enforce',
      'access.people[0].subAccounts.nowhere: "developer" is not expected: there is no such sub-account',
    ]);
  });
});
