import { expect, test } from '@jest/globals';
import { describeUnlisted } from '../../../../cli/start/screen/show.ts';

test.each([
  [
    '123456789012',
    'us-east-1',
    2,
    '2 launches in 123456789012 us-east-1, which the configuration does not list',
  ],
  [
    '123456789012',
    'us-gov-west-1',
    1,
    '1 launch in 123456789012 us-gov-west-1, which belongs to AWS GovCloud (US): only the partition aws is served',
  ],
  ['', 'us-east-1', 2, '2 launches in us-east-1 whose records name no account'],
  ['123456789012', '', 1, '1 launch in 123456789012 whose record names no Region'],
  ['', '', 1, '1 launch whose record names no account and no Region'],
])('launches in the account "%s" and the Region "%s" are told', (accountId, region, launches, expected) => {
  expect(describeUnlisted({ accountId, region, launches })).toBe(expected);
});
