import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  SFNServiceException,
} from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { executionReads, openExecutions } from '../../../lambdas/aws/open-executions.ts';
import { executionName } from '../../../lambdas/domain/grace-period/execution-name.ts';
import type { OpenExecution } from '../../../lambdas/domain/grace-period/open-grace-periods.ts';
import type { Launch } from '../../../lambdas/domain/record/launch.ts';
import { aCheckInput } from '../a-check-input.ts';
import { aLaunch } from '../a-launch.ts';
import { anExecutionByName, anOpenExecution } from '../an-open-execution.ts';

const sfn = mockClient(SFNClient);
beforeEach(() => {
  sfn.reset();
});

const ARN = 'arn:aws:states:us-west-2:652235167018:stateMachine:tag-enforcement-GracePeriod';
const newFindOpen = () =>
  openExecutions(ARN, 5_000, executionReads(new SFNClient({ region: 'us-west-2', maxAttempts: 1 })));
let findOpen = newFindOpen();
beforeEach(() => {
  findOpen = newFindOpen();
});

const here = aLaunch();
/** A launch of several instances: the execution's name shows none of them. */
const hashed = aLaunch({ key: { filter: 'instance-id', value: 'i-1,i-2' } });
const elsewhere = aLaunch({ region: 'eu-west-1' });
const hashedElsewhere = { ...hashed, region: 'eu-west-1' };
const another = aLaunch({ accountId: '652235167018' });
/** The open execution that is returned for a launch. */
const shown = (launch: Launch) => anOpenExecution(launch);
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

test('the open launches of an account and its Regions are read from the inputs, page by page', async () => {
  given([another, hashed], [elsewhere, here]);
  expect(await findOpen('422448306679', ['us-west-2'], 'instances')).toEqual([hashed, here].map(shown));
  expect(sfn.commandCalls(ListExecutionsCommand).map((call) => call.args[0].input)).toEqual([
    { stateMachineArn: ARN, statusFilter: 'RUNNING', maxResults: 1000 },
    { stateMachineArn: ARN, statusFilter: 'RUNNING', maxResults: 1000, nextToken: 'second' },
  ]);
});

test('an execution is described only if its name is hashed and does not show its launch', async () => {
  given([another, elsewhere], [hashedElsewhere, here]);
  expect(await findOpen('422448306679', ['us-west-2'], 'instances')).toEqual([shown(here)]);
  const asked = sfn.commandCalls(DescribeExecutionCommand).map((call) => call.args[0].input.executionArn);
  expect(asked).toEqual([arnOf(here)]);
});

test('if keys are enough, only executions whose names do not show a key are described', async () => {
  const token = aLaunch({ key: { filter: 'client-token', value: 'i-0b1000000000000b1' } });
  const instance = aLaunch({ key: { filter: 'instance-id', value: 'i-0a1b2c3d4e5f60718' } });
  given([here, hashed, token], [elsewhere, instance]);
  expect(await findOpen('422448306679', ['us-west-2', 'ca-central-1'], 'keys')).toEqual([
    anExecutionByName(here),
    shown(hashed),
    anExecutionByName(token),
    anExecutionByName(instance, { instanceIds: [instance.key.value] }),
  ]);
  const asked = sfn.commandCalls(DescribeExecutionCommand).map((call) => call.args[0].input.executionArn);
  expect(asked).toEqual([arnOf(hashed)]);
});

test('what is asked for all the same, is described as it began', async () => {
  const one = aLaunch({ key: { filter: 'instance-id', value: 'i-0a1b2c3d4e5f60718' } });
  const other = aLaunch({ key: { filter: 'instance-id', value: 'i-0a1b2c3d4e5f60719' } });
  given([one, other], []);
  const input = JSON.stringify({ ...aCheckInput({ launch: one }), gracePeriodMinutes: 15 });
  sfn.on(DescribeExecutionCommand, { executionArn: arnOf(one) }).resolves({ input });
  const isAskedFor = ({ instanceIds }: OpenExecution) => instanceIds.includes(one.key.value);
  expect(await findOpen('422448306679', ['us-west-2'], 'keys', isAskedFor)).toEqual([
    anOpenExecution(one, { gracePeriodMinutes: 15 }),
    anExecutionByName(other, { instanceIds: [other.key.value] }),
  ]);
  expect(askedFor()).toEqual([arnOf(one)]);
});

test('the name of an earlier version is not parsed: a client token may look like an id', async () => {
  const launch = aLaunch({ key: { filter: 'client-token', value: 'i-0b1000000000000b1' }, instanceIds: [] });
  const name = '422448306679-us-west-2-i-0b1000000000000b1-launch-1793725200';
  const executionArn = 'arn of it';
  const [listing] = listed(launch);
  sfn.on(ListExecutionsCommand).resolves({ executions: listing ? [{ ...listing, name, executionArn }] : [] });
  sfn.on(DescribeExecutionCommand, { executionArn }).resolves({ input: JSON.stringify({ launch }) });
  expect(await findOpen('422448306679', ['us-west-2'], 'keys')).toEqual([anOpenExecution(launch, { name })]);
});

test('several Regions are looked up together', async () => {
  given([here], [elsewhere, another]);
  expect(await findOpen('422448306679', ['us-west-2', 'eu-west-1'], 'instances')).toEqual(
    [here, elsewhere].map(shown),
  );
});

const askedFor = () =>
  sfn.commandCalls(DescribeExecutionCommand).map((call) => call.args[0].input.executionArn);

test('the name is enough for a launch of which only one instance is known', async () => {
  const id = 'i-0a1b2c3d4e5f60718';
  const instance = aLaunch({ key: { filter: 'instance-id', value: id } });
  given([instance], []);
  expect(await findOpen('422448306679', ['us-west-2'], 'instances')).toEqual([
    anExecutionByName(instance, { instanceIds: [id] }),
  ]);
  expect(askedFor()).toEqual([]);
});

test('an execution is described once while it is open', async () => {
  for (const launch of [here, hashed]) {
    const executionArn = arnOf(launch);
    sfn.on(DescribeExecutionCommand, { executionArn }).resolves({ input: JSON.stringify({ launch }) });
  }
  for (const open of [[here], [here, hashed], [hashed], [here]]) {
    sfn.on(ListExecutionsCommand).resolves({ executions: listed(...open) });
    expect(await findOpen('422448306679', ['us-west-2'], 'instances')).toEqual(open.map(shown));
  }
  expect(askedFor()).toEqual([arnOf(here), arnOf(hashed), arnOf(here)]);
});

describe('an input that cannot be read', () => {
  test('does not stop the others: the name is used instead', async () => {
    given([here, hashed], []);
    for (const launch of [here, hashed]) {
      const executionArn = arnOf(launch);
      sfn.on(DescribeExecutionCommand, { executionArn }).resolves({ input: '{"launch":{"region":7}}' });
    }
    expect(await findOpen('422448306679', ['us-west-2'], 'instances')).toEqual([anExecutionByName(here)]);
  });

  test('is not an input with fewer or more fields than today', async () => {
    given([here], []);
    const { accountId, region, key, instanceIds, eventTime } = here;
    const launch = { accountId, region, key, instanceIds, eventTime, launcher: 'bob' };
    sfn.on(DescribeExecutionCommand).resolves({ input: JSON.stringify({ launch, version: 0 }) });
    expect(await findOpen('422448306679', ['us-west-2'], 'instances')).toEqual([shown(here)]);
  });
});

test('a look-up that takes too long fails, since its caller has a timeout', async () => {
  const throttled = new SFNServiceException({
    name: 'ThrottlingException',
    $fault: 'client',
    $metadata: {},
    $retryable: { throttling: true },
  });
  const handle = jest.fn(() => Promise.reject(throttled));
  const impatient = openExecutions(
    ARN,
    20,
    executionReads(
      new SFNClient({
        region: 'us-west-2',
        maxAttempts: 8,
        credentials: { accessKeyId: 'AKIA0', secretAccessKey: 's' },
        requestHandler: { handle },
      }),
    ),
  );
  sfn.restore();
  // The error is the abort, or that of the current attempt: whichever the SDK saw last.
  await expect(impatient('422448306679', ['us-west-2'])).rejects.toThrow();
  // Eight attempts would take half a minute.
  expect(handle.mock.calls.length).toBeLessThan(8);
});
