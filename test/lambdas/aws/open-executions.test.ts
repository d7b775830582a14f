import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { openExecutions } from '../../../lambdas/aws/open-executions.ts';
import { executionName } from '../../../lambdas/domain/grace-period/execution-name.ts';
import type { Launch } from '../../../lambdas/domain/record/launch.ts';
import { aCheckInput } from '../a-check-input.ts';
import { aLaunch } from '../a-launch.ts';

const sfn = mockClient(SFNClient);
beforeEach(() => {
  sfn.reset();
});

const ARN = 'arn:aws:states:us-west-2:652235167018:stateMachine:tag-enforcement-GracePeriod';
const findOpen = openExecutions(ARN, new SFNClient({ region: 'us-west-2' }));

const here = aLaunch();
const hashed = aLaunch({ key: { filter: 'client-token', value: 'a'.repeat(64) } });
const elsewhere = aLaunch({ region: 'eu-west-1' });
const hashedElsewhere = { ...hashed, region: 'eu-west-1' };
const another = aLaunch({ accountId: '652235167018' });
const arnOf = (launch: Launch) => `arn of ${executionName(launch, 'launch')}`;
const listed = (...launches: Launch[]) =>
  launches.map((launch) => ({
    executionArn: arnOf(launch),
    name: executionName(launch, 'launch'),
    stateMachineArn: ARN,
    status: 'RUNNING' as const,
    startDate: new Date(0),
  }));

/** Executions on two pages, each with its input. */
const given = (first: Launch[], second: Launch[]) => {
  sfn.on(ListExecutionsCommand).resolves({ executions: listed(...second) });
  sfn
    .on(ListExecutionsCommand, { nextToken: undefined })
    .resolvesOnce({ executions: listed(...first), nextToken: 'second' });
  for (const launch of [...first, ...second]) {
    sfn
      .on(DescribeExecutionCommand, { executionArn: arnOf(launch) })
      .resolves({ input: JSON.stringify(aCheckInput({ launch })) });
  }
};

test('the open launches of an account and its Regions are those of its inputs, page by page', async () => {
  given([another, hashed], [elsewhere, here]);
  expect(await findOpen('422448306679', ['us-west-2'], 'instances')).toEqual([hashed, here]);
  expect(sfn.commandCalls(ListExecutionsCommand).map((call) => call.args[0].input)).toEqual([
    { stateMachineArn: ARN, statusFilter: 'RUNNING', maxResults: 1000 },
    { stateMachineArn: ARN, statusFilter: 'RUNNING', maxResults: 1000, nextToken: 'second' },
  ]);
});

test('what a name tells is not asked for; what a hashed one does not, is', async () => {
  given([another, elsewhere], [hashedElsewhere, here]);
  expect(await findOpen('422448306679', ['us-west-2'], 'instances')).toEqual([here]);
  const asked = sfn.commandCalls(DescribeExecutionCommand).map((call) => call.args[0].input.executionArn);
  expect(asked).toEqual([arnOf(hashedElsewhere), arnOf(here)]);
});

test('where keys are enough, only what no name tells is described', async () => {
  const token = aLaunch({ key: { filter: 'client-token', value: 'i-am-no-instance' } });
  const instance = aLaunch({ key: { filter: 'instance-id', value: 'i-0a1b2c3d4e5f60718' } });
  given([here, hashed, token], [elsewhere, instance]);
  const { region } = here;
  expect(await findOpen('422448306679', ['us-west-2', 'ca-central-1'], 'keys')).toEqual([
    { region, key: here.key, instanceIds: [] },
    hashed,
    token,
    { region, key: instance.key, instanceIds: [] },
  ]);
  const asked = sfn.commandCalls(DescribeExecutionCommand).map((call) => call.args[0].input.executionArn);
  expect(asked).toEqual([arnOf(hashed), arnOf(token)]);
});

test('several Regions are asked for at once', async () => {
  given([here], [elsewhere, another]);
  expect(await findOpen('422448306679', ['us-west-2', 'eu-west-1'], 'instances')).toEqual([here, elsewhere]);
});

test('an execution whose input is not to be read is an error, not a free instance', async () => {
  sfn.on(ListExecutionsCommand).resolves({ executions: listed(here) });
  sfn.on(DescribeExecutionCommand).resolves({ input: '{}' });
  await expect(findOpen('422448306679', ['us-west-2'], 'instances')).rejects.toThrow();
});
