import { describe, expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../infra/config/parse-configuration.ts';
import { DRY, ENFORCED, givenLeast, shippedContext } from '../given-configuration.ts';
import { synthesizeHub } from '../synthesize.ts';
import { faultsOf } from './faults-of.ts';

const least = givenLeast();
const [account] = least.subAccounts;

const withAccounts = (...subAccounts: unknown[]) => ({ ...least, subAccounts });

describe('a configuration', () => {
  test('gets the defaults, and every Region that AWS enables by default', () => {
    expect(parseConfiguration(least)).toEqual({
      ...least,
      ownerTag: { key: 'Owner', patterns: ['?*@ucsc.edu', 'shared'], onInvalidValue: 'report' },
      correctToolOwners: true,
      creations: 'notify',
      report: 'weekly',
      ownerMail: false,
      reportLinks: 'sign-in',
      gracePeriodMinutes: 10,
      warnAfterMinutes: 2,
      minimumNoticeMinutes: 3,
      inheritOwner: ['instance', 'auto-scaling-group'],
      propagate: ['volume', 'network-interface'],
      exemptions: [],
      onTerminationProtection: 'stop',
      maxTerminationsAtOnce: 10,
      timeZone: 'America/Los_Angeles',
      subAccounts: [
        {
          name: 'pangenomics',
          accountId: ENFORCED,
          mode: 'dry-run',
          regions: [
            ...[
              'ap-northeast-1',
              'ap-northeast-2',
              'ap-northeast-3',
              'ap-south-1',
              'ap-southeast-1',
              'ap-southeast-2',
            ],
            ...[
              'ca-central-1',
              'eu-central-1',
              'eu-north-1',
              'eu-west-1',
              'eu-west-2',
              'eu-west-3',
              'sa-east-1',
            ],
            ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
          ],
          programManagers: [],
          trail: 'existing',
        },
      ],
    });
  });

  test('as shipped is dry-run', () => {
    const shipped = parseConfiguration(shippedContext().tagEnforcement);
    expect([shipped, ...shipped.subAccounts].map(({ mode }) => mode)).toEqual(['dry-run', 'dry-run']);
  });

  test('gives each sub-account its own mode, or the general mode', () => {
    const own = { name: 'sandbox', accountId: DRY, mode: 'dry-run' };
    const { subAccounts } = parseConfiguration({ ...withAccounts(own, account), mode: 'enforce' });
    expect(subAccounts.map(({ accountId, mode }) => [accountId, mode])).toEqual([
      [DRY, 'dry-run'],
      [ENFORCED, 'enforce'],
    ]);
  });

  test.each(['2026-11-03T16:00:00Z', '2026-11-03T16:00:00.123Z'])(
    'may enforce launches after %s',
    (enforceLaunchesAfter) => {
      expect(parseConfiguration({ ...least, enforceLaunchesAfter })).toMatchObject({ enforceLaunchesAfter });
    },
  );

  test.each([
    { accountId: '222233334444' },
    { view: 'arn:aws:billing::222233334444:billingview/primary' },
    { view: 'arn:aws:billing::222233334444:billingview/custom-0a1b2c3d-4e5f-6789-abcd-0123456789ab' },
  ])('may read costs from %j', (billing) => {
    expect(parseConfiguration({ ...least, billing })).toMatchObject({ billing });
  });

  test('may have no report', () => {
    expect(parseConfiguration({ ...least, report: 'off', ownerMail: false })).toMatchObject({
      report: 'off',
    });
  });

  test('has sub-accounts and Regions in the same order, however it is written', () => {
    const other = { name: 'sandbox', accountId: DRY, regions: ['us-west-2', 'eu-west-1'] };
    const again = { ...other, regions: ['eu-west-1', 'us-west-2'] };
    expect(parseConfiguration(withAccounts(account, other))).toEqual(
      parseConfiguration(withAccounts(again, account)),
    );
  });
});

describe("a configuration that exceeds Lambda's 4,096 bytes of environment is refused", () => {
  const accounts = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      name: `project-${index}`,
      accountId: String(100000000000 + index),
    }));

  test('a hundred sub-accounts with short names fit', () => {
    expect(faultsOf({ ...least, subAccounts: accounts(100) })).toEqual([]);
  });

  test('a hundred and fifteen do not', () => {
    expect(faultsOf({ ...least, subAccounts: accounts(115) })).toEqual([
      expect.stringMatching(
        /^subAccounts: 115 sub-accounts take \d+ bytes of a function's environment, which is not within Lambda's 4096: \d+ of them fit\. Shorter names make room/,
      ),
    ]);
  });

  test('so many as a fault says do fit, and one more does not', () => {
    const [, fitting] =
      / (\d+) of them fit/.exec(faultsOf({ ...least, subAccounts: accounts(130) }).join()) ?? [];
    expect(faultsOf({ ...least, subAccounts: accounts(Number(fitting)) })).toEqual([]);
    expect(faultsOf({ ...least, subAccounts: accounts(Number(fitting) + 1) })).toHaveLength(1);
  });

  test('too many patterns, too many administrators', () => {
    const patterns = Array.from({ length: 20 }, (_, index) => `${index}${'x'.repeat(240)}`);
    expect(faultsOf({ ...least, ownerTag: { key: 'Owner', patterns } })).toEqual([
      expect.stringMatching(
        /^ownerTag\.patterns: 20 patterns take .*: 12 of them fit\. Join some by \* and \?/,
      ),
    ]);
    const administrators = Array.from({ length: 200 }, (_, index) => `administrator-${index}@soe.ucsc.edu`);
    expect(faultsOf({ ...least, administrators })).toEqual([
      expect.stringMatching(
        /^administrators: 200 addresses take .* of them fit\. Name a mailing list instead\.$/,
      ),
    ]);
  });

  test('too many exemptions, beside as many sub-accounts as fit without them', () => {
    const exemptions = Array.from({ length: 40 }, (_, index) => ({
      ami: `ami-0${index}`,
      reason: 'r'.repeat(100),
      until: '2030-12-31',
    }));
    expect(faultsOf({ ...least, subAccounts: accounts(100), exemptions })).toEqual([
      expect.stringMatching(/^exemptions: 40 exemptions take .*: \d+ of them fit\. Join some/),
    ]);
  });
});

test('more subscriptions than the stack of the hub can hold are refused', () => {
  const subAccounts = Array.from({ length: 80 }, (_, account) => ({
    name: `project-${account}`,
    accountId: String(100000000000 + account),
    programManagers: Array.from({ length: 5 }, (_, index) => `manager-${index}@ucsc.edu`),
  }));
  expect(faultsOf({ ...least, subAccounts })).toEqual([
    expect.stringMatching(
      /^subAccounts\[\]\.programManagers: 400 programManagers take 805 resources .* not within CloudFormation's 500: 95 of them fit\. Name a mailing list/,
    ),
  ]);
});

test('so many sub-accounts that their topics alone do not fit are not blamed on program managers', () => {
  const subAccounts = Array.from({ length: 130 }, (_, account) => ({
    name: `p${account}`,
    accountId: String(100000000000 + account),
  }));
  expect(faultsOf({ ...least, subAccounts })).toEqual([
    expect.stringMatching(
      /^subAccounts: 130 sub-accounts take 554 resources .*: 112 of them fit\. The others need a hub/,
    ),
  ]);
});

/** A configuration with this many sub-accounts, the first of which has these readers. */
const given = (accounts: number, managers: number) => ({
  ...givenLeast(),
  subAccounts: Array.from({ length: accounts }, (_, account) => ({
    name: `project-${account}`,
    accountId: String(100000000000 + account),
    programManagers: Array.from({ length: account === 0 ? managers : 0 }, (_, one) => `m${one}@ucsc.edu`),
  })),
});

test('the largest hub that is accepted just fits into a stack', () => {
  const managers = 500 - 164 - 3 * 80 - 1;
  const resources = Object.keys(synthesizeHub(given(80, managers)).Resources).length;
  expect(resources).toBeLessThanOrEqual(500);
  expect(resources).toBeGreaterThan(480);
  expect(faultsOf(given(80, managers + 1))).toEqual([expect.stringMatching(/take 501 resources/)]);
});
