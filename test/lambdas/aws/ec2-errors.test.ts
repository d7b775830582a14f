import { expect, test } from '@jest/globals';
import { mayHaveBeenCarriedOut } from '../../../lambdas/aws/ec2.ts';
import { RoleNotAssumable } from '../../../lambdas/domain/errors.ts';
import { aRefusal } from './a-refusal.ts';

const named = (name: string): Error => Object.assign(new Error(name), { name });

test.each([
  ['throttled, whatever its status', named('RequestLimitExceeded'), false],
  ['refused for its form', aRefusal('InvalidParameterValue'), false],
  ['without a role to make it in', new RoleNotAssumable('arn:aws:iam::1:role/x', { cause: 'STS' }), false],
  ['that hung', named('TimeoutError'), true],
  ['that lost its connection', named('ECONNRESET'), true],
  ['that broke within EC2', Object.assign(aRefusal('InternalError'), { $fault: 'server' }), true],
  ['that threw no error', 'what?', true],
])('a call %s: %s', (_, error, may) => {
  expect(mayHaveBeenCarriedOut(error)).toBe(may);
});
