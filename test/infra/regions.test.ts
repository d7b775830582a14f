import { expect, test } from '@jest/globals';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { DEFAULT_REGIONS, isRegion } from '../../infra/regions.ts';

test('the default Regions are those of the partition aws that need no opt-in', () => {
  const known = RegionInfo.regions.filter(
    ({ partition, isOptInRegion }) => partition === 'aws' && !isOptInRegion,
  );
  expect(DEFAULT_REGIONS).toEqual(known.map(({ name }) => name).sort());
});

test.each([
  ['us-west-2', true],
  ['me-south-1', true],
  ['us-west-9', false],
  ['us-gov-west-1', false],
  ['cn-north-1', false],
  ['', false],
])('%s is a Region: %s', (name, expected) => {
  expect(isRegion(name)).toBe(expected);
});
