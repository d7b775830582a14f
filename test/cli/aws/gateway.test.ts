import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GenerateCredentialReportCommand, GetCredentialReportCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { readGateway } from '../../../cli/aws/gateway.ts';

const cloudTrail = mockClient(CloudTrailClient);
const iam = mockClient(IAMClient);
afterEach(() => {
  cloudTrail.reset();
  iam.reset();
});

const at = new Date('2026-11-20T00:00:00Z');
const roleArn = 'arn:aws:iam::422448306679:role/developer';

/** A record of AssumeRole in the caller's account. */
const record = (userIdentity: object, more: object = {}) => ({
  EventTime: at,
  CloudTrailEvent: JSON.stringify({
    eventName: 'AssumeRole',
    userIdentity,
    requestParameters: { roleArn, roleSessionName: 'botocore-session-1' },
    ...more,
  }),
});

const reader = (paused: number[] = []) =>
  readGateway({ region: 'us-east-1' }, new IAMClient({ region: 'us-east-1' }), async (ms) => {
    paused.push(ms);
  });

test('sessions that users began are read from every Region and page; what was refused or is no user is not', async () => {
  const melinda = { type: 'IAMUser', userName: 'melinda@ucsc.edu' };
  cloudTrail
    .on(LookupEventsCommand)
    .resolvesOnce({
      Events: [
        record(melinda),
        record({ type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }),
        record(melinda, { errorCode: 'AccessDenied' }),
        record(melinda, { requestParameters: null }),
        { EventTime: at },
      ],
      NextToken: 'more',
    })
    .resolves({ Events: [record({ type: 'IAMUser', userName: 'bob@ucsc.edu' })] });
  const seen = await reader().sessions(['us-east-1', 'us-west-2']);
  expect(seen.map(({ userName }) => userName)).toEqual(['melinda@ucsc.edu', 'bob@ucsc.edu', 'bob@ucsc.edu']);
  expect(seen[0]).toEqual({ userName: 'melinda@ucsc.edu', sessionName: 'botocore-session-1', roleArn, at });
  expect(cloudTrail.calls()[1]?.args[0].input).toMatchObject({ NextToken: 'more' });
});

test('the report is waited for until IAM has made it', async () => {
  iam
    .on(GenerateCredentialReportCommand)
    .resolvesOnce({ State: 'STARTED' })
    .resolvesOnce({ State: 'INPROGRESS' })
    .resolves({ State: 'COMPLETE' });
  iam
    .on(GetCredentialReportCommand)
    .resolves({ Content: new TextEncoder().encode('user\n'), GeneratedTime: at });
  const paused: number[] = [];
  expect(await reader(paused).credentialReport()).toEqual({ text: 'user\n', madeAt: at });
  expect(paused).toHaveLength(2);
});
