import { describe, expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../infra/config/parse-configuration.ts';
import { checkEnvironment } from '../../../infra/hub/environments.ts';
import { CheckEnvironment } from '../../../lambdas/check/handler.ts';
import { parseEnvironment } from '../../../lambdas/environment.ts';
import { ENFORCED, givenLeast } from '../given-configuration.ts';
import { faultsOf } from './faults-of.ts';

const NOW = new Date('2026-11-03T17:00:00Z');
const terms = { reason: 'runs until the grant ends', until: '2026-12-31' };
const withExemptions = (...exemptions: unknown[]) => ({ ...givenLeast(), exemptions });
const faults = (exemption: unknown, now = NOW) => faultsOf(withExemptions(exemption), now);

const noField = 'is not expected: there is no such field';
const expression =
  'is not a text, or a pattern in which * and ? stand for others: it is a regular expression';
const oneKind = 'is not about exactly one of tag, role, ami, subAccount';
const role = 'is not a pattern of role ARNs without path, such as arn:aws:iam::422448306679:role/toil-*';

test.each([
  { tag: { key: 'Name' } },
  { tag: { key: 'kubernetes.io/cluster/*', value: 'own??' } },
  { tag: { key: 'aws:cloudformation:stack-name', value: '' } },
  { role: 'arn:aws:iam::422448306679:role/toil-*' },
  { role: 'arn:aws:iam::*:role/AWSReservedSSO_Admin_????????????????' },
  { ami: 'ami-0123456789abcdef0' },
  { subAccount: ENFORCED },
])('an exemption may be %j', (kind) => {
  const { exemptions } = parseConfiguration(withExemptions({ ...kind, ...terms }), NOW);
  expect(exemptions).toEqual([{ ...kind, ...terms }]);
});

test('the function can parse the deployed exemption', () => {
  const exemptions = [
    { tag: { key: 'Purpose', value: 'login' }, ...terms },
    { role: 'arn:aws:iam::*:role/toil-*', ...terms },
    { ami: 'ami-1', ...terms },
    { subAccount: ENFORCED, ...terms },
  ];
  const given = { ...withExemptions(...exemptions), enforceLaunchesAfter: '2026-11-03T16:00:00Z' };
  const parsed = (configuration: unknown) =>
    parseEnvironment(CheckEnvironment, checkEnvironment(parseConfiguration(configuration, NOW)));
  expect(parsed(given)).toMatchObject({
    EXEMPTIONS: exemptions,
    ENFORCE_LAUNCHES_AFTER: '2026-11-03T16:00:00Z',
    PAUSE_PARAMETER_NAME: '/tag-enforcement/paused',
  });
  expect(parsed(givenLeast())).toMatchObject({ EXEMPTIONS: [], ENFORCE_LAUNCHES_AFTER: null });
});

describe('refused is', () => {
  test.each<[string, unknown, string]>([
    ['no kind', terms, `exemptions[0]: ${JSON.stringify(terms).slice(0, 80)} ${oneKind}`],
    [
      'two kinds',
      { ami: 'ami-1', subAccount: ENFORCED, reason: 'both', until: '2026-12-31' },
      `exemptions[0]: {"ami":"ami-1","subAccount":"${ENFORCED}","reason":"both","until":"2026-12-31"} ${oneKind}`,
    ],
    [
      'no object',
      'ami-1',
      'exemptions[0]: "ami-1" is not an exemption: an object with one of tag, role, ami, subAccount, a reason, and until',
    ],
    [
      'a misspelt kind',
      { amy: 'ami-1', ...terms },
      `exemptions[0].amy: "ami-1" ${noField}; did you mean ami?`,
    ],
    [
      'a misspelt term',
      { ami: 'ami-1', reason: 'x', untill: '2026-12-31' },
      `exemptions[0].untill: "2026-12-31" ${noField}; did you mean until?`,
    ],
    [
      'a misspelt field of a tag',
      { tag: { Key: 'x' }, ...terms },
      `exemptions[0].tag.Key: "x" ${noField}; did you mean key?`,
    ],
    [
      'a tag as text',
      { tag: 'x', ...terms },
      'exemptions[0].tag: "x" is not a tag: an object with key, and value unless any will do',
    ],
    [
      'an empty key',
      { tag: { key: '' }, ...terms },
      'exemptions[0].tag.key: "" is not a tag key of 1 to 128 characters',
    ],
    [
      'a role with a path',
      { role: 'arn:aws:iam::1:role/service-role/x', ...terms },
      `exemptions[0].role: "arn:aws:iam::1:role/service-role/x" ${role}`,
    ],
    ['any caller', { role: '*', ...terms }, `exemptions[0].role: "*" ${role}`],
    [
      'a name for an AMI',
      { ami: 'amazon-linux', ...terms },
      'exemptions[0].ami: "amazon-linux" is not the id of an AMI: ami-…, without wildcards',
    ],
    [
      'a pattern of AMIs',
      { ami: 'ami-0123*', ...terms },
      'exemptions[0].ami: "ami-0123*" is not the id of an AMI: ami-…, without wildcards',
    ],
    [
      'a pattern of accounts',
      { subAccount: '4224????????', ...terms },
      'exemptions[0].subAccount: "4224????????" is not an account id of 12 digits',
    ],
    [
      'whatever has a tag',
      { tag: { key: '?*' }, ...terms },
      'exemptions[0].tag.key: "?*" is not the key of some tags alone: by wildcards and nothing else, whatever has a tag would be exempt',
    ],
    [
      'a regular expression of keys',
      { tag: { key: '^Purpose$' }, ...terms },
      `exemptions[0].tag.key: "^Purpose$" ${expression}`,
    ],
    [
      'a regular expression of values',
      { tag: { key: 'Purpose', value: '^login-[0-9]+$' }, ...terms },
      `exemptions[0].tag.value: "^login-[0-9]+$" ${expression}`,
    ],
    [
      'a regular expression of roles',
      { role: '^arn:aws:iam::422448306679:role/toil-.*$', ...terms },
      `exemptions[0].role: "^arn:aws:iam::422448306679:role/toil-.*$" ${role}`,
    ],
    [
      'another account',
      { subAccount: '999999999999', ...terms },
      'exemptions[0].subAccount: "999999999999" is not the accountId of one of subAccounts',
    ],
    [
      'no account',
      { subAccount: 'x', ...terms },
      'exemptions[0].subAccount: "x" is not an account id of 12 digits',
    ],
    ['no reason', { ami: 'ami-1', until: '2026-12-31' }, 'exemptions[0].reason: missing, expected a reason'],
    [
      'an empty reason',
      { ami: 'ami-1', ...terms, reason: ' ' },
      'exemptions[0].reason: " " is not a reason: 1 to 200 characters on one line',
    ],
    [
      'a reason of two lines',
      { ami: 'ami-1', ...terms, reason: 'a\nb' },
      'exemptions[0].reason: "a\\nb" is not a reason: 1 to 200 characters on one line',
    ],
    ['no end', { ami: 'ami-1', reason: 'x' }, 'exemptions[0].until: missing, expected a day: YYYY-MM-DD'],
    [
      'a day that there is not',
      { ami: 'ami-1', ...terms, until: '2027-02-29' },
      'exemptions[0].until: "2027-02-29" is not a day: YYYY-MM-DD',
    ],
    [
      'a moment',
      { ami: 'ami-1', ...terms, until: '2027-01-01T00:00:00Z' },
      'exemptions[0].until: "2027-01-01T00:00:00Z" is not a day: YYYY-MM-DD',
    ],
  ])('%s', (_, exemption, fault) => {
    expect(faults(exemption)).toEqual([fault]);
  });
});

test('an exemption holds to the end of its day, in UTC, and fails the synth from then on', () => {
  const exemption = { ami: 'ami-1', ...terms };
  expect(faults(exemption, new Date('2026-12-31T23:59:59.999Z'))).toEqual([]);
  expect(faults(exemption, new Date('2027-01-01T00:00:00Z'))).toEqual([
    'exemptions[0].until: "2026-12-31" is not a day still to end, in UTC: take the exemption out, or give it a later one',
  ]);
});

test('an expired exemption is reported beside other faults', () => {
  const over = { subAccount: '999999999999', reason: '', until: '2026-11-02' };
  expect(faultsOf({ ...withExemptions(over), mode: 'on' }, NOW)).toEqual([
    'mode: "on" is not one of dry-run, enforce',
    'exemptions[0].reason: "" is not a reason: 1 to 200 characters on one line',
    'exemptions[0].until: "2026-11-02" is not a day still to end, in UTC: take the exemption out, or give it a later one',
    'exemptions[0].subAccount: "999999999999" is not the accountId of one of subAccounts',
  ]);
});

test('too many exemptions do not fit into the environment of a function', () => {
  const exemptions = Array.from({ length: 20 }, (_, index) => ({
    ami: `ami-${index}`,
    ...terms,
    reason: 'x'.repeat(200),
  }));
  expect(faultsOf(withExemptions(...exemptions), NOW)).toEqual([
    expect.stringMatching(
      /^exemptions: 20 exemptions take \d+ bytes of a function's environment, which is not within/,
    ),
  ]);
});
