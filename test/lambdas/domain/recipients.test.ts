import { expect, test } from '@jest/globals';
import { recipients } from '../../../lambdas/domain/recipients.ts';

const topics = {
  administrators: 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-administrators',
  subAccountPrefix: 'arn:aws:sns:us-west-2:652235167018:tag-enforcement-',
};

test('a notice of an enforced account goes to the sub-account and to the administrators', () => {
  expect(recipients('422448306679', 'enforce', topics)).toEqual([
    'arn:aws:sns:us-west-2:652235167018:tag-enforcement-422448306679',
    topics.administrators,
  ]);
});

test('in dry-run it goes to the administrators only', () => {
  expect(recipients('422448306679', 'dry-run', topics)).toEqual([topics.administrators]);
});
