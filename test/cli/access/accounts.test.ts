import { expect, test } from '@jest/globals';
import { accounts } from '../../../cli/access/accounts.ts';
import { givenLeast } from '../../infra/given-configuration.ts';
import { givenAccess, said } from './given-access.ts';

const LINK =
  'https://signin.aws.amazon.com/switchrole?account=422448306679&roleName=developer&displayName=pangenomics';

test.each([80, 120])('its lines fit %i columns, but for the links, which are whole', async (columns) => {
  const given = givenAccess();
  const [first] = given.subAccounts;
  const programManagers = ['a.very.long.name@genomics.ucsc.edu', 'another.very.long.name@genomics.ucsc.edu'];
  const configuration = {
    ...given,
    subAccounts: [{ ...first, programManagers }, ...given.subAccounts.slice(1)],
  };
  const { code, lines } = await said(accounts(columns), [], configuration);
  expect(code).toBe(0);
  expect(lines.filter((line) => line.length > columns && !line.includes('https://'))).toEqual([]);
  expect(lines).toEqual(
    expect.arrayContaining([
      'gi-gateway  333344445555',
      'pangenomics  422448306679',
      '  Regions           eu-west-1, us-west-2',
      `  developer         ${LINK}`,
    ]),
  );
  for (const address of programManagers) expect(lines.join('\n')).toContain(address);
});

test('a role’s name is whole, however long it is', async () => {
  const given = givenAccess();
  const name = 'viewer-of-all-genomes-and-their-metadata';
  const roles = { ...given.access.roles, [name]: { managedPolicies: ['ReadGenomes'] } };
  const { lines } = await said(accounts(80), [], { ...given, access: { ...given.access, roles } });
  expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^ {2}${name} {2}https://`)));
});

test('--json has every name, number, Region, manager, role and link', async () => {
  const { text } = await said(accounts(80), ['--json']);
  expect(JSON.parse(text)).toMatchObject({
    gateway: { accountId: '333344445555', alias: 'gi-gateway' },
    subAccounts: [
      {
        name: 'pangenomics',
        accountId: '422448306679',
        regions: ['eu-west-1', 'us-west-2'],
        programManagers: ['pm@ucsc.edu', 'second@ucsc.edu'],
        roles: [{ name: 'developer', switchRole: LINK }, { name: 'reader' }],
      },
      { name: 'sandbox' },
    ],
  });
});

test('--html is one page that loads nothing, whatever the names are', async () => {
  const given = givenAccess();
  const subAccounts = [{ name: '<img src=x> "&\'', accountId: '422448306679' }];
  const configuration = { ...given, subAccounts, access: { people: [] } };
  const { text } = await said(accounts(80), ['--html'], configuration);
  expect(text).toContain("default-src 'none'");
  expect(text).not.toMatch(/<(img|script|link|iframe)|\b(src|srcset)=(?!x)|@import|url\(/);
  expect(text).toContain('&#60;img src=x&#62; &#34;&#38;&#39;');
  expect(text).toContain('17 Regions');
  expect(text).toContain('account=422448306679&#38;roleName=developer');
});

test('without access in the configuration, there are no roles to list', async () => {
  const { code, text } = await said(accounts(80), ['--json'], givenLeast());
  expect(code).toBe(0);
  expect(JSON.parse(text)).toMatchObject({ subAccounts: [{ name: 'pangenomics', roles: [] }] });
});

test('--json and --html exclude each other', async () => {
  expect(await said(accounts(80), ['--json', '--html'])).toMatchObject({ code: 2, lines: [] });
});

test('access that is not switched on is said to be off: the links lead nowhere yet', async () => {
  const { code, lines, errors } = await said(accounts(80), [], givenAccess({ enabled: false }));
  expect(code).toBe(0);
  expect(lines.join()).toContain('switchrole?account=');
  expect(errors).toEqual([
    'accounts: access is off in the configuration (enabled: false): the roles may not exist',
  ]);
  expect((await said(accounts(80), [])).errors).toEqual([]);
  expect((await said(accounts(80), [], givenLeast())).errors).toEqual([]);
});
