import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const INSTANCE_ID = 'i-0abc12def34567890';

const xml = (operation: string, content: string): string =>
  `<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>${content}</${operation}Response>`;

const sns = (operation: string, content: string): string =>
  `<${operation}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${operation}Result>${content}</${operation}Result></${operation}Response>`;

const state = (name: string, code: number): string => `<code>${code}</code><name>${name}</name>`;

/** The answer of each operation that a function calls for its first event. */
const ANSWERS: Readonly<Record<string, string>> = {
  AssumeRole:
    '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIA0</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>',
  DescribeInstances: xml(
    'DescribeInstances',
    // Of the launch that is checked: a check that finds no instance of it looks again after ten seconds.
    `<reservationSet><item><reservationId>r-0abc12def34567890</reservationId><instancesSet><item><instanceId>${INSTANCE_ID}</instanceId><instanceState>${state('running', 16)}</instanceState><placement><availabilityZone>us-west-2a</availabilityZone></placement></item></instancesSet></item></reservationSet>`,
  ),
  DescribeTags: xml('DescribeTags', '<tagSet/>'),
  DescribeVolumes: xml('DescribeVolumes', '<volumeSet/>'),
  DescribeNetworkInterfaces: xml('DescribeNetworkInterfaces', '<networkInterfaceSet/>'),
  CreateTags: xml('CreateTags', '<return>true</return>'),
  TerminateInstances: xml(
    'TerminateInstances',
    `<instancesSet><item><instanceId>${INSTANCE_ID}</instanceId><currentState>${state('shutting-down', 32)}</currentState><previousState>${state('running', 16)}</previousState></item></instancesSet>`,
  ),
  ListUsers:
    '<ListUsersResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListUsersResult><IsTruncated>false</IsTruncated><Users><member><UserName>bob@ucsc.edu</UserName><UserId>AIDA0</UserId></member></Users></ListUsersResult></ListUsersResponse>',
  GetTopicAttributes: sns('GetTopicAttributes', '<Attributes/>'),
  CreateTopic: sns('CreateTopic', '<TopicArn>t</TopicArn>'),
  Subscribe: sns('Subscribe', '<SubscriptionArn>pending confirmation</SubscriptionArn>'),
  Publish: sns('Publish', '<MessageId>m</MessageId>'),
};

/** Items of the table: a session and its user. */
const SESSION = {
  accessKeyId: { S: 'ASIA0' },
  sessionName: { S: 'botocore-session-1793720000' },
  serialNumber: { NULL: true },
  caller: {
    M: {
      type: { S: 'AWSAccount' },
      principalId: { S: 'AIDA0' },
      accountId: { S: '652235167018' },
      userName: { NULL: true },
      accessKeyId: { NULL: true },
    },
  },
  eventTime: { S: '2026-11-03T15:59:00Z' },
};
const USER = { userName: { S: 'bob@ucsc.edu' }, userId: { S: 'AIDA0' } };

/** The same for services with a JSON protocol, by target. */
const JSON_ANSWERS: Readonly<Record<string, (request: string) => object>> = {
  'AWSStepFunctions.StartExecution': () => ({
    executionArn: 'arn:aws:states:us-west-2:1:execution:a:b',
    startDate: 1,
  }),
  'AWSStepFunctions.SendTaskSuccess': () => ({}),
  'AWSStepFunctions.ListExecutions': () => ({ executions: [] }),
  'AmazonSSM.GetParameter': () => ({ Parameter: { Value: 'no' } }),
  'DynamoDB_20120810.GetItem': (request) => {
    if (request.includes('session#')) return { Item: SESSION };
    return request.includes('user-id') ? { Item: USER } : {};
  },
  'DynamoDB_20120810.PutItem': () => ({}),
  'DynamoDB_20120810.UpdateItem': () => ({}),
  'DynamoDB_20120810.Query': () => ({ Items: [], Count: 0 }),
  // The SDK compares the checksum.
  'AmazonSQS.SendMessage': (request) => ({
    MessageId: 'm',
    MD5OfMessageBody: createHash('md5')
      .update(String(JSON.parse(request).MessageBody))
      .digest('hex'),
  }),
  'CloudTrail_20131101.LookupEvents': () => ({ Events: [] }),
};

/** A server on this machine that answers the SDK calls of a cold start. */
export const standInAws = async (): Promise<{ url: string; close: () => void }> => {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const target = request.headers['x-amz-target'];
      const json = typeof target === 'string' ? JSON_ANSWERS[target.replace(/^com[.].*[.]/, '')] : undefined;
      if (json) {
        response.setHeader('content-type', 'application/x-amz-json-1.0');
        response.end(JSON.stringify(json(body)));
        return;
      }
      const answer = ANSWERS[new URLSearchParams(body).get('Action') ?? ''];
      response.statusCode = answer ? 200 : 501;
      response.setHeader('content-type', 'text/xml');
      response.end(answer ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return { url: `http://127.0.0.1:${address.port}`, close: () => server.close() };
};
