import { EC2Client, StopInstancesCommand } from '@aws-sdk/client-ec2';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { stopInstances } from '../../../lambdas/aws/ec2-changes.ts';
import { aRefusal } from './a-refusal.ts';

const ec2 = mockClient(EC2Client);
beforeEach(() => {
  ec2.reset();
});

const opened: string[][] = [];
const stop = stopInstances(async (...place) => {
  opened.push(place);
  return new EC2Client({ region: 'us-west-2' });
});

test('the instances that EC2 confirms are stopped, whatever their state was before', async () => {
  ec2.on(StopInstancesCommand).resolves({
    StoppingInstances: [
      { InstanceId: 'i-1', PreviousState: { Name: 'running' }, CurrentState: { Name: 'stopping' } },
      { InstanceId: 'i-2', PreviousState: { Name: 'stopped' }, CurrentState: { Name: 'stopped' } },
    ],
  });
  expect(await stop('422448306679', 'us-west-2', ['i-1', 'i-2', 'i-3'])).toEqual(['i-1', 'i-2']);
  expect(opened).toEqual([['422448306679', 'us-west-2']]);
  // Neither forced nor hibernated.
  expect(ec2.commandCalls(StopInstancesCommand).map((call) => call.args[0].input)).toEqual([
    { InstanceIds: ['i-1', 'i-2', 'i-3'] },
  ]);
});

test('an empty answer confirms nothing', async () => {
  ec2.on(StopInstancesCommand).resolves({});
  expect(await stop('422448306679', 'us-west-2', ['i-1'])).toEqual([]);
});

test.each([
  ['OperationNotPermitted', 'protected'],
  ['UnauthorizedOperation', 'unauthorized'],
  ['InvalidInstanceID.NotFound', 'not-found'],
  ['UnsupportedOperation', 'other'],
  ['IncorrectInstanceState', 'other'],
])('a refusal is converted to an error of the domain: %s', async (name, why) => {
  ec2.on(StopInstancesCommand).rejects(aRefusal(name));
  await expect(stop('422448306679', 'us-west-2', ['i-1', 'i-2'])).rejects.toMatchObject({
    name: 'ActRefused',
    call: 'StopInstances',
    why,
    message: `StopInstances refused 2 (${why}), first i-1.`,
    cause: { name },
  });
});

test('any other error is thrown unchanged', async () => {
  ec2.on(StopInstancesCommand).rejects(aRefusal('RequestLimitExceeded'));
  await expect(stop('422448306679', 'us-west-2', ['i-1'])).rejects.toMatchObject({
    name: 'RequestLimitExceeded',
  });
});
