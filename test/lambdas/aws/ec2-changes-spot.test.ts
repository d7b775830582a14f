import {
  CancelSpotInstanceRequestsCommand,
  DescribeSpotInstanceRequestsCommand,
  EC2Client,
  type SpotInstanceState,
} from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { spotRequestsIn } from '../../../lambdas/aws/ec2-changes.ts';
import { aRefusal } from './a-refusal.ts';

const ec2 = mockClient(EC2Client);
beforeEach(() => {
  ec2.reset();
});

const opened: string[][] = [];
const open = spotRequestsIn(async (...place) => {
  opened.push(place);
  return new EC2Client({ region: 'us-west-2' });
});
const requests = () => open('422448306679', 'us-west-2');
const request = (InstanceId: string, State: SpotInstanceState) => ({
  InstanceId,
  SpotInstanceRequestId: InstanceId.replace('i-', 'sir-'),
  State,
});

describe('persistent requests', () => {
  test('are read by their instances', async () => {
    ec2.on(DescribeSpotInstanceRequestsCommand).resolves({});
    expect(await (await requests()).persistent(['i-1', 'i-2'])).toEqual(new Map());
    expect(opened.at(-1)).toEqual(['422448306679', 'us-west-2']);
    expect(ec2.commandCalls(DescribeSpotInstanceRequestsCommand).map((call) => call.args[0].input)).toEqual([
      {
        Filters: [
          { Name: 'instance-id', Values: ['i-1', 'i-2'] },
          { Name: 'type', Values: ['persistent'] },
        ],
      },
    ]);
  });

  test('are only those that would launch another instance, page by page', async () => {
    ec2
      .on(DescribeSpotInstanceRequestsCommand)
      .resolvesOnce({
        SpotInstanceRequests: [request('i-1', 'active'), request('i-2', 'cancelled'), request('i-3', 'open')],
        NextToken: 'more',
      })
      .resolvesOnce({
        SpotInstanceRequests: [
          request('i-4', 'closed'),
          request('i-5', 'failed'),
          request('i-6', 'disabled'),
          request('i-7', 'active'),
        ],
      });
    // i-7 was not asked for: its request is ignored.
    const asked = ['i-1', 'i-2', 'i-3', 'i-4', 'i-5', 'i-6'];
    expect(await (await requests()).persistent(asked)).toEqual(
      new Map([
        ['i-1', 'sir-1'],
        ['i-3', 'sir-3'],
        ['i-6', 'sir-6'],
      ]),
    );
    const tokens = ec2
      .commandCalls(DescribeSpotInstanceRequestsCommand)
      .map((call) => call.args[0].input.NextToken);
    expect(tokens).toEqual([undefined, 'more']);
  });
});

describe('a cancellation', () => {
  test.each([
    [[{ SpotInstanceRequestId: 'sir-1', State: 'cancelled' as const }], true],
    [[{ SpotInstanceRequestId: 'sir-2', State: 'cancelled' as const }], false],
    [[], false],
  ])('counts if EC2 confirms it: %j', async (CancelledSpotInstanceRequests, confirmed) => {
    ec2.on(CancelSpotInstanceRequestsCommand).resolves({ CancelledSpotInstanceRequests });
    expect(await (await requests()).cancel('sir-1')).toBe(confirmed);
    expect(ec2.commandCalls(CancelSpotInstanceRequestsCommand).map((call) => call.args[0].input)).toEqual([
      { SpotInstanceRequestIds: ['sir-1'] },
    ]);
  });

  test.each([
    ['InvalidSpotInstanceRequestID.NotFound', 'not-found'],
    ['UnauthorizedOperation', 'unauthorized'],
  ])('that EC2 refuses is converted to an error of the domain: %s', async (name, why) => {
    ec2.on(CancelSpotInstanceRequestsCommand).rejects(aRefusal(name));
    await expect((await requests()).cancel('sir-1')).rejects.toMatchObject({
      name: 'ActRefused',
      call: 'CancelSpotInstanceRequests',
      why,
      cause: { name },
    });
  });

  test('that fails otherwise throws the error unchanged', async () => {
    ec2.on(CancelSpotInstanceRequestsCommand).rejects(aRefusal('RequestLimitExceeded'));
    await expect((await requests()).cancel('sir-1')).rejects.toMatchObject({ name: 'RequestLimitExceeded' });
  });
});
