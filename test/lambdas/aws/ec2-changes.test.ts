import {
  EC2Client,
  ModifyInstanceAttributeCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { removeProtection, stopInstances, terminateInstances } from '../../../lambdas/aws/ec2-changes.ts';
import { aRefusal } from './a-refusal.ts';

const ec2 = mockClient(EC2Client);
const opened: string[][] = [];
beforeEach(() => {
  ec2.reset();
  opened.length = 0;
});

const ec2In = async (...place: [accountId: string, region: string]): Promise<EC2Client> => {
  opened.push(place);
  return new EC2Client({ region: 'us-west-2' });
};

describe('terminating', () => {
  const terminate = terminateInstances(ec2In);

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
});

describe('stopping', () => {
  const stop = stopInstances(ec2In);

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
});

describe('removing the protection', () => {
  const remove = removeProtection(ec2In);

  test('the termination protection is turned off, and nothing else changes', async () => {
    ec2.on(ModifyInstanceAttributeCommand).resolves({});
    await remove('422448306679', 'us-west-2', 'i-1');
    expect(opened).toEqual([['422448306679', 'us-west-2']]);
    expect(ec2.commandCalls(ModifyInstanceAttributeCommand).map((call) => call.args[0].input)).toEqual([
      { InstanceId: 'i-1', DisableApiTermination: { Value: false } },
    ]);
  });

  test('a refusal is converted to an error of the domain', async () => {
    ec2.on(ModifyInstanceAttributeCommand).rejects(aRefusal('UnauthorizedOperation'));
    await expect(remove('422448306679', 'us-west-2', 'i-1')).rejects.toMatchObject({
      name: 'ActRefused',
      call: 'ModifyInstanceAttribute',
      why: 'unauthorized',
      message: 'ModifyInstanceAttribute refused 1 (unauthorized), first i-1.',
      cause: { name: 'UnauthorizedOperation' },
    });
  });

  test('any other error is thrown unchanged', async () => {
    ec2.on(ModifyInstanceAttributeCommand).rejects(new Error('a timeout'));
    await expect(remove('422448306679', 'us-west-2', 'i-1')).rejects.toThrow('a timeout');
  });
});
