import { describe, expect, test } from '@jest/globals';
import { DRY, ENFORCED, givenLeast, HUB } from '../given-configuration.ts';
import { faultsOf } from './faults-of.ts';

const least = givenLeast();
const [account] = least.subAccounts;

const withAccounts = (...subAccounts: unknown[]) => ({ ...least, subAccounts });
const withAccount = (fields: object) => withAccounts({ ...account, ...fields });
const withOwnerTag = (fields: object) => ({ ...least, ownerTag: { ...least.ownerTag, ...fields } });

const id = 'is not an account id of 12 digits';
const someRegion = 'is not an AWS Region';
const served = 'is not a Region of the partition aws';
const email = 'is not an e-mail address';
const key = 'is not a tag key of 1 to 128 letters, digits and _ . : / + - @';
const nonEmpty = 'is not a pattern that refuses the empty value; write ?* for any value';
const VIEW = 'arn:aws:billing::222233334444:billingview/primary';
const noField = 'is not expected: there is no such field';

describe('a fault names the field, the value received and what was expected', () => {
  test.each<[string, unknown, string]>([
    ['a wrong mode', { ...least, mode: 'enforced' }, 'mode: "enforced" is not one of dry-run, enforce'],
    ['a missing mode', { ...least, mode: undefined }, 'mode: missing, expected one of dry-run, enforce'],
    [
      'words for minutes',
      { ...least, gracePeriodMinutes: 'ten' },
      'gracePeriodMinutes: "ten" is not a whole number of minutes from 1 to 43200',
    ],
    ['a mode of null', { ...least, mode: null }, 'mode: null is not one of dry-run, enforce'],
    [
      'no object at all',
      'dry-run',
      'tagEnforcement: "dry-run" is not the configuration: an object, as README.md shows it',
    ],
    [
      'nothing at all',
      undefined,
      'tagEnforcement: missing, expected the configuration: an object, as README.md shows it',
    ],
    ['an unknown field', { ...least, colour: 1 }, `colour: 1 ${noField}`],
    [
      'an unknown field close to a known one',
      { ...least, gracePeriodMinute: 5 },
      `gracePeriodMinute: 5 ${noField}; did you mean gracePeriodMinutes?`,
    ],
    [
      'the beginning of a field',
      { ...least, gracePeriod: 5 },
      `gracePeriod: 5 ${noField}; did you mean gracePeriodMinutes?`,
    ],
    [
      'an unknown field of a sub-account',
      withAccount({ region: 'us-west-2' }),
      `subAccounts[0].region: "us-west-2" ${noField}; did you mean regions?`,
    ],
    [
      'an unknown field of the rule',
      withOwnerTag({ Patterns: [] }),
      `ownerTag.Patterns: [] ${noField}; did you mean patterns?`,
    ],
    ['a short account id', withAccount({ accountId: '123' }), `subAccounts[0].accountId: "123" ${id}`],
    [
      'a number as account id',
      withAccount({ accountId: 422448306679 }),
      'subAccounts[0].accountId: 422448306679 is not an account id: a string of 12 digits',
    ],
    [
      'a wrong id of the hub',
      { ...least, hub: { accountId: 'x', region: 'us-west-2' } },
      `hub.accountId: "x" ${id}`,
    ],
    [
      'an unknown Region of the hub',
      { ...least, hub: { accountId: HUB, region: 'us-west-3' } },
      `hub.region: "us-west-3" ${someRegion}`,
    ],
    [
      'an unknown Region',
      withAccount({ regions: ['us-west-2', 'us-west-9'] }),
      `subAccounts[0].regions[1]: "us-west-9" ${someRegion}`,
    ],
    [
      'a Region of another partition',
      withAccount({ regions: ['cn-north-1'] }),
      `subAccounts[0].regions[0]: "cn-north-1" ${served}: it belongs to AWS China, which is not served`,
    ],
    [
      'a hub in GovCloud',
      { ...least, hub: { accountId: HUB, region: 'us-gov-east-1' } },
      `hub.region: "us-gov-east-1" ${served}: it belongs to AWS GovCloud (US), which is not served`,
    ],
    [
      'a Region of the European Sovereign Cloud',
      withAccount({ regions: ['eusc-de-east-1'] }),
      `subAccounts[0].regions[0]: "eusc-de-east-1" ${served}: it belongs to the AWS European Sovereign Cloud, which is not served`,
    ],
    ...['eu-central1', 'EU-CENTRAL-1', 'eu-central-1b', 'eu-central-1-ham-1a'].map(
      (name): [string, unknown, string] => [
        `a Region written as ${name}`,
        withAccount({ regions: [name] }),
        `subAccounts[0].regions[0]: "${name}" ${someRegion}; did you mean eu-central-1?`,
      ],
    ),
    [
      'a Region twice',
      withAccount({ regions: ['us-west-2', 'us-west-2'] }),
      'subAccounts[0].regions[1]: "us-west-2" is not unique: regions[0] has it too',
    ],
    [
      'no Region',
      withAccount({ regions: [] }),
      'subAccounts[0].regions: [] is not a list of at least one AWS Region; leave it out for every default one',
    ],
    [
      'an account twice',
      withAccounts(account, { name: 'other', accountId: ENFORCED }),
      `subAccounts[1].accountId: "${ENFORCED}" is not unique: subAccounts[0] has it too`,
    ],
    [
      'a name twice',
      withAccounts(account, { name: 'pangenomics', accountId: DRY }),
      'subAccounts[1].name: "pangenomics" is not unique: subAccounts[0] has it too',
    ],
    [
      'an empty name',
      withAccount({ name: '' }),
      'subAccounts[0].name: "" is not 1 to 50 printable ASCII characters',
    ],
    [
      'a name with a line break',
      withAccount({ name: 'a\nb' }),
      'subAccounts[0].name: "a\\nb" is not 1 to 50 printable ASCII characters',
    ],
    [
      'a long name',
      withAccount({ name: 'x'.repeat(51) }),
      `subAccounts[0].name: "${'x'.repeat(51)}" is not 1 to 50 printable ASCII characters`,
    ],
    [
      'a wrong trail',
      withAccount({ trail: 'none' }),
      'subAccounts[0].trail: "none" is not one of existing, create',
    ],
    ['no sub-account', withAccounts(), 'subAccounts: [] is not a list of at least one sub-account'],
    [
      'a warning at the deadline',
      { ...least, warnAfterMinutes: 10 },
      'warnAfterMinutes: 10 is not less than gracePeriodMinutes (10): nobody could act on the warning',
    ],
    [
      'a warning after the deadline',
      { ...least, warnAfterMinutes: 4, gracePeriodMinutes: 3 },
      'warnAfterMinutes: 4 is not less than gracePeriodMinutes (3): nobody could act on the warning',
    ],
    [
      'a deadline before the default warning',
      { ...least, gracePeriodMinutes: 2 },
      'warnAfterMinutes: 2 is not less than gracePeriodMinutes (2): nobody could act on the warning',
    ],
    [
      'no notice',
      { ...least, minimumNoticeMinutes: 0 },
      'minimumNoticeMinutes: 0 is not a whole number of minutes from 1 to 43200',
    ],
    [
      'half a minute',
      { ...least, gracePeriodMinutes: 10.5 },
      'gracePeriodMinutes: 10.5 is not a whole number of minutes from 1 to 43200',
    ],
    ['the pattern *', withOwnerTag({ patterns: ['shared', '*'] }), `ownerTag.patterns[1]: "*" ${nonEmpty}`],
    ['the pattern **', withOwnerTag({ patterns: ['**'] }), `ownerTag.patterns[0]: "**" ${nonEmpty}`],
    ['the empty pattern', withOwnerTag({ patterns: [''] }), `ownerTag.patterns[0]: "" ${nonEmpty}`],
    [
      'a policy variable',
      withOwnerTag({ patterns: [`\${aws:username}`] }),
      `ownerTag.patterns[0]: "\${aws:username}" is not free of \${, which IAM takes for a policy variable`,
    ],
    [
      'no pattern',
      withOwnerTag({ patterns: [] }),
      'ownerTag.patterns: [] is not a list of at least one pattern',
    ],
    [
      'a reserved key',
      withOwnerTag({ key: 'AWS:owner' }),
      'ownerTag.key: "AWS:owner" is not free to use: keys that start with aws: are reserved by AWS',
    ],
    ['a long key', withOwnerTag({ key: 'k'.repeat(129) }), `ownerTag.key: "${'k'.repeat(79)}… ${key}`],
    ['a key with a blank', withOwnerTag({ key: 'Owner ' }), `ownerTag.key: "Owner " ${key}`],
    [
      'another onInvalidValue',
      withOwnerTag({ onInvalidValue: 'ignore' }),
      'ownerTag.onInvalidValue: "ignore" is not one of report, terminate',
    ],
    [
      'no administrator',
      { ...least, administrators: [] },
      'administrators: [] is not a list of at least one e-mail address',
    ],
    ['a wrong address', { ...least, administrators: ['admin'] }, `administrators[0]: "admin" ${email}`],
    [
      'an address twice',
      { ...least, administrators: ['a@ucsc.edu', 'a@ucsc.edu'] },
      'administrators[1]: "a@ucsc.edu" is not unique: administrators[0] has it too',
    ],
    [
      'a wrong program manager',
      withAccount({ programManagers: ['pm@'] }),
      `subAccounts[0].programManagers[0]: "pm@" ${email}`,
    ],
    [
      'a wrong time zone',
      { ...least, timeZone: 'Santa Cruz' },
      'timeZone: "Santa Cruz" is not an IANA time zone, such as America/Los_Angeles',
    ],
    ['no list of exemptions', { ...least, exemptions: {} }, 'exemptions: {} is not a list of exemptions'],
    [
      'a day where a moment is asked for',
      { ...least, enforceLaunchesAfter: '2026-11-03' },
      'enforceLaunchesAfter: "2026-11-03" is not an instant in UTC, such as 2026-11-03T16:00:00Z',
    ],
    [
      'a moment of another time zone',
      { ...least, enforceLaunchesAfter: '2026-11-03T16:00:00-08:00' },
      'enforceLaunchesAfter: "2026-11-03T16:00:00-08:00" is not an instant in UTC, such as 2026-11-03T16:00:00Z',
    ],
    [
      'another onTerminationProtection',
      { ...least, onTerminationProtection: 'terminate' },
      'onTerminationProtection: "terminate" is not one of stop, override, report',
    ],
    [
      'a breaker that is always open',
      { ...least, maxTerminationsAtOnce: 0 },
      'maxTerminationsAtOnce: 0 is not a whole number from 1',
    ],
    [
      'half a termination',
      { ...least, maxTerminationsAtOnce: 2.5 },
      'maxTerminationsAtOnce: 2.5 is not a whole number from 1',
    ],
    [
      'a field close to a new one',
      { ...least, enforceLaunchAfter: '2026-11-03T16:00:00Z' },
      `enforceLaunchAfter: "2026-11-03T16:00:00Z" ${noField}; did you mean enforceLaunchesAfter?`,
    ],
    [
      'something that gets no Owner',
      { ...least, propagate: ['snapshot'] },
      'propagate[0]: "snapshot" is not one of volume, network-interface',
    ],
    [
      'something that gets it twice',
      { ...least, propagate: ['volume', 'volume'] },
      'propagate[1]: "volume" is not unique: propagate[0] has it too',
    ],
    [
      'an unknown inheritance',
      { ...least, inheritOwner: ['fleet'] },
      'inheritOwner[0]: "fleet" is not one of instance, auto-scaling-group',
    ],
    ['another report', { ...least, report: 'daily' }, 'report: "daily" is not one of weekly, off'],
    ['words for a mail to owners', { ...least, ownerMail: 'yes' }, 'ownerMail: "yes" is not true or false'],
    [
      'other links',
      { ...least, reportLinks: 'public' },
      'reportLinks: "public" is not one of sign-in, presigned',
    ],
    [
      'costs from nowhere',
      { ...least, billing: {} },
      'billing: {} is not about exactly one of accountId, view',
    ],
    [
      'costs from two places',
      { ...least, billing: { accountId: HUB, view: VIEW } },
      `billing: ${JSON.stringify({ accountId: HUB, view: VIEW }).slice(0, 80)}… is not about exactly one of accountId, view`,
    ],
    [
      'costs from a text',
      { ...least, billing: HUB },
      `billing: "${HUB}" is not an object with accountId, the payer account, or view, the ARN of a billing view`,
    ],
    [
      'a misspelt payer account',
      { ...least, billing: { acountId: HUB } },
      `billing.acountId: "${HUB}" ${noField}; did you mean accountId?`,
    ],
    ['a wrong payer account', { ...least, billing: { accountId: '1' } }, `billing.accountId: "1" ${id}`],
    [
      'something else for a billing view',
      { ...least, billing: { view: 'primary' } },
      'billing.view: "primary" is not the ARN of a billing view, such as arn:aws:billing::123456789012:billingview/custom-0a1b2c3d',
    ],
    [
      'no alias',
      { ...least, gateway: { accountId: HUB } },
      'gateway.alias: missing, expected the alias of the gateway account',
    ],
  ])('%s', (_, value, fault) => {
    expect(faultsOf(value)).toEqual([fault]);
  });

  test('what is configured about a report that is off', () => {
    const unused = 'is not of use while report is off: leave it out, or set report to weekly';
    const off = { ...least, report: 'off', billing: { accountId: HUB } };
    expect(faultsOf({ ...off, ownerMail: true, reportLinks: 'presigned' })).toEqual([
      `billing: {"accountId":"${HUB}"} ${unused}`,
      `ownerMail: true ${unused}`,
      `reportLinks: "presigned" ${unused}`,
    ]);
  });

  test('a misspelt field is one fault, even if it is a required field', () => {
    const { mode, ownerTag, ...others } = least;
    const typos = { mdoe: mode, ownerTag: { ...ownerTag, patterns: undefined, pattern: [] }, ...others };
    expect(faultsOf({ ...typos, gracePeriodMinute: 10 })).toEqual([
      `ownerTag.pattern: [] ${noField}; did you mean patterns?`,
      `mdoe: "${mode}" ${noField}; did you mean mode?`,
      `gracePeriodMinute: 10 ${noField}; did you mean gracePeriodMinutes?`,
    ]);
  });

  test('all at once, also two equal accounts of which one has another fault', () => {
    const wrong = { name: 'other', accountId: ENFORCED, regions: ['us-west-9'] };
    expect(
      faultsOf({ ...withAccounts(account, wrong), mode: 'on', warnAfterMinutes: 11, timezone: 'UTC' }),
    ).toEqual([
      'mode: "on" is not one of dry-run, enforce',
      `subAccounts[1].regions[0]: "us-west-9" ${someRegion}`,
      `subAccounts[1].accountId: "${ENFORCED}" is not unique: subAccounts[0] has it too`,
      `timezone: "UTC" ${noField}; did you mean timeZone?`,
      'warnAfterMinutes: 11 is not less than gracePeriodMinutes (10): nobody could act on the warning',
    ]);
  });
});
