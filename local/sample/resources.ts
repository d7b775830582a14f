import type { JsonObject } from '../../infra/json.ts';
import { PANGENOMICS, pangenomics, TREEHOUSE, treehouse } from './configuration.ts';
import { botocoreSession, consoleSession, stackInSession } from './identity.ts';
import { assumedRole } from './sessions.ts';
import { created, taggedByArn } from './user-actions.ts';

/** A script creates a bucket, a table, a queue and a stack, and tags none: one mail names all four. */
const withoutOwner = (): JsonObject[] => {
  const began = '11:45:00';
  const caller = botocoreSession(PANGENOMICS, began);
  const where = { place: pangenomics, caller };
  const stackId = `arn:aws:cloudformation:us-west-2:${PANGENOMICS}:stack/assembly-web/5b1c7a90-0c55-11f1-8a3c-0a58a9feac02`;
  return [
    assumedRole({ ...where, at: began, userName: 'dnguyen@ucsc.edu', session: caller }),
    created({
      ...where,
      at: '11:46:00',
      service: 's3',
      eventName: 'CreateBucket',
      requestParameters: {
        bucketName: 'pangenomics-assemblies',
        Host: 'pangenomics-assemblies.s3.us-west-2.amazonaws.com',
        CreateBucketConfiguration: { LocationConstraint: 'us-west-2' },
      },
    }),
    created({
      ...where,
      at: '11:47:00',
      service: 'dynamodb',
      eventName: 'CreateTable',
      requestParameters: { tableName: 'assemblies', billingMode: 'PAY_PER_REQUEST' },
      responseElements: {
        tableDescription: {
          tableName: 'assemblies',
          tableStatus: 'CREATING',
          tableArn: `arn:aws:dynamodb:us-west-2:${PANGENOMICS}:table/assemblies`,
        },
      },
    }),
    created({
      ...where,
      at: '11:48:00',
      service: 'sqs',
      eventName: 'CreateQueue',
      requestParameters: { queueName: 'assembly-jobs' },
      responseElements: { queueUrl: `https://sqs.us-west-2.amazonaws.com/${PANGENOMICS}/assembly-jobs` },
    }),
    created({
      ...where,
      at: '11:49:00',
      service: 'cloudformation',
      eventName: 'CreateStack',
      requestParameters: { stackName: 'assembly-web', capabilities: ['CAPABILITY_IAM'] },
      responseElements: { stackId },
    }),
    // The mail names the stack, not what the stack creates.
    created({
      place: pangenomics,
      caller: stackInSession(PANGENOMICS, began),
      at: '11:49:20',
      service: 'sns',
      eventName: 'CreateTopic',
      requestParameters: { name: 'assembly-web-Alerts' },
      responseElements: { topicArn: `arn:aws:sns:us-west-2:${PANGENOMICS}:assembly-web-Alerts` },
    }),
  ];
};

/** One is tagged in the call, another within the grace period. */
const withOwner = (): JsonObject[] => {
  const where = { place: treehouse, caller: consoleSession(TREEHOUSE, 'jchen@ucsc.edu') };
  const topic = `arn:aws:sns:us-west-2:${TREEHOUSE}:tumor-map-news`;
  return [
    created({
      ...where,
      at: '12:10:00',
      service: 'sqs',
      eventName: 'CreateQueue',
      requestParameters: { queueName: 'tumor-map', tags: { Owner: 'jchen@ucsc.edu' } },
      responseElements: { queueUrl: `https://sqs.us-west-2.amazonaws.com/${TREEHOUSE}/tumor-map` },
    }),
    created({
      ...where,
      at: '12:11:00',
      service: 'sns',
      eventName: 'CreateTopic',
      requestParameters: { name: 'tumor-map-news' },
      responseElements: { topicArn: topic },
    }),
    taggedByArn({ ...where, at: '12:15:00' }, [topic], { Owner: 'jchen@ucsc.edu' }),
  ];
};

/** Neither a rule nor CloudTrail has a record of the session behind this one: CloudTrail is asked, then managers get the mail. */
const ofNobodyKnown = (): JsonObject[] => [
  created({
    place: treehouse,
    caller: botocoreSession(TREEHOUSE, '14:35:00'),
    at: '14:36:00',
    service: 'sns',
    eventName: 'CreateTopic',
    requestParameters: { name: 'nightly-import' },
    responseElements: { topicArn: `arn:aws:sns:us-west-2:${TREEHOUSE}:nightly-import` },
  }),
];

/** What people and programs create on the sample day besides instances. */
export const resources = (): JsonObject[][] => [withoutOwner(), withOwner(), ofNobodyKnown()];
