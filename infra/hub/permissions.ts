import { ArnFormat, Stack } from 'aws-cdk-lib';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import type { SubAccount } from '../config/configuration.ts';
import { STATE_MACHINE_NAME } from '../names.ts';
import type { Breaker } from './breaker.ts';
import type { EnforcementFunction } from './enforcement-function.ts';
import type { GracePeriod } from './grace-period.ts';
import type { Table } from './table.ts';

/** Lets a function assume the role of that name in these accounts. IAM refuses a statement without resources. */
export const grantAssumeRole = (
  fn: EnforcementFunction,
  roleName: string,
  subAccounts: readonly SubAccount[],
): void => {
  if (subAccounts.length === 0) return;
  fn.allow(
    ['sts:AssumeRole'],
    subAccounts.map(({ accountId }) => roleArn(accountId, roleName)),
  );
};

/** Lets a function list the open grace periods and read their launches. */
export const grantListOpenExecutions = (fn: EnforcementFunction, machineArn: string): void => {
  const executions = Stack.of(fn).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${STATE_MACHINE_NAME}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  fn.allow(['states:ListExecutions'], [machineArn]);
  fn.allow(['states:DescribeExecution'], [executions]);
  fn.acknowledge(executions, 'Which executions will be open is not known beforehand; of which machine is.');
};

/** Lets a function count the grace periods that begin, hold too many at once, and start the mails about them. */
export const grantCountGracePeriods = (
  fn: EnforcementFunction,
  table: Table,
  { stateMachine }: Breaker,
): void => {
  table.grant(fn, ['GetItem', 'PutItem'], ['breaker#*']);
  table.grant(fn, ['PutItem'], ['held-by#*']);
  fn.allow(['states:StartExecution'], [stateMachine.stateMachineArn]);
};

/** Lets a function start grace periods, and list the open ones. */
export const grantStartExecution = (fn: EnforcementFunction, { stateMachine }: GracePeriod): void => {
  const { stateMachineArn } = stateMachine;
  fn.allow(['states:StartExecution'], [stateMachineArn]);
  grantListOpenExecutions(fn, stateMachineArn);
};
