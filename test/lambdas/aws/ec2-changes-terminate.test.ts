import { EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { terminateInstances } from '../../../lambdas/aws/ec2-changes.ts';
import { aRefusal } from './a-refusal.ts';

const ec2 = mockClient(EC2Client);
beforeEach(() => {
  ec2.reset();
});

const opened: string[][] = [];
const terminate = terminateInstances(async (...place) => {
  opened.push(place);
  return new EC2Client({ region: 'us-west-2' });
});

test("EC2's answer is converted to the type of the domain", async () => {
  ec2.on(TerminateInstancesCommand).resolves({
    TerminatingInstances: [
      { InstanceId: 'i-1', PreviousState: { Name: 'running' }, CurrentState: { Name: 'shutting-down' } },
      { InstanceId: 'i-2', PreviousState: { Name: 'terminated' }, CurrentState: { Name: 'terminated' } },
      { InstanceId: 'i-3' },
    ],
  });
  expect(await terminate('422448306679', 'us-west-2', ['i-1', 'i-2', 'i-3'])).toEqual([
    { instanceId: 'i-1', previousState: 'running' },
    { instanceId: 'i-2', previousState: 'terminated' },
    { instanceId: 'i-3', previousState: 'unknown' },
  ]);
  expect(opened).toEqual([['422448306679', 'us-west-2']]);
  const asked = ec2.commandCalls(TerminateInstancesCommand).map((call) => call.args[0].input);
  expect(asked).toEqual([{ InstanceIds: ['i-1', 'i-2', 'i-3'] }]);
});

test('an empty answer confirms nothing', async () => {
  ec2.on(TerminateInstancesCommand).resolves({});
  expect(await terminate('422448306679', 'us-west-2', ['i-1'])).toEqual([]);
});

describe('a refusal because of an instance is converted to an error of the domain, with its cause', () => {
  test.each([
    ['InvalidInstanceID.NotFound', 'not-found'],
    ['InvalidInstanceID.Malformed', 'not-found'],
    ['OperationNotPermitted', 'protected'],
    ['UnauthorizedOperation', 'unauthorized'],
  ])('%s: %s', async (name, why) => {
    ec2.on(TerminateInstancesCommand).rejects(aRefusal(name));
    await expect(terminate('422448306679', 'us-west-2', ['i-1', 'i-2'])).rejects.toMatchObject({
      name: 'TerminationRefused',
      why,
      message: `TerminateInstances refused 2 instances (${why}), first i-1.`,
      cause: { name },
    });
  });
});

test.each([aRefusal('RequestLimitExceeded'), new Error('UnauthorizedOperation')])(
  'any other error is thrown unchanged: %s',
  async (error) => {
    ec2.on(TerminateInstancesCommand).rejects(error);
    const ended = terminate('422448306679', 'us-west-2', ['i-1']);
    await expect(ended).rejects.not.toMatchObject({ name: 'TerminationRefused' });
    await expect(ended).rejects.toThrow(error.message);
  },
);
