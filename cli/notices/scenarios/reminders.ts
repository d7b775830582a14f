import type { JsonObject } from '../../../infra/json.ts';
import { PANGENOMICS, pangenomics } from '../../../local/sample/configuration.ts';
import { consoleSession } from '../../../local/sample/identity.ts';
import { created } from '../../../local/sample/user-actions.ts';
import { REHEARSAL, type Scenario } from '../scenario.ts';

const person = { place: pangenomics, caller: consoleSession(PANGENOMICS, 'mkim@ucsc.edu') };
const byCloudFormation = {
  ...person.caller,
  userIdentity: { ...person.caller.userIdentity, invokedBy: 'cloudformation.amazonaws.com' },
};

type Where = Pick<Parameters<typeof created>[0], 'place' | 'caller'>;

const bucket = (where: Where, bucketName: string): JsonObject =>
  created({
    ...where,
    at: '09:00:00',
    service: 's3',
    eventName: 'CreateBucket',
    requestParameters: { bucketName },
  });

const queue = (where: Where, queueName: string, tags: Readonly<Record<string, string>> = {}): JsonObject =>
  created({
    ...where,
    at: '09:01:00',
    service: 'sqs',
    eventName: 'CreateQueue',
    requestParameters: { queueName, tags },
    responseElements: {
      queueUrl: `https://sqs.${where.place.region}.amazonaws.com/${where.place.accountId}/${queueName}`,
    },
  });

/** With a near miss, which is corrected. */
const volume: JsonObject = created({
  ...person,
  at: '09:01:30',
  service: 'ec2',
  eventName: 'CreateVolume',
  requestParameters: {
    tagSpecificationSet: {
      items: [{ resourceType: 'volume', tags: [{ key: 'owner', value: 'mkim@ucsc.edu' }] }],
    },
  },
  responseElements: { volumeId: 'vol-0c57d2e81a94b6f30' },
});

const role: JsonObject = created({
  ...person,
  place: { ...pangenomics, region: 'us-east-1' },
  at: '09:02:00',
  service: 'iam',
  eventName: 'CreateRole',
  requestParameters: { roleName: 'giraffe-reader' },
  responseElements: {
    role: { roleName: 'giraffe-reader', arn: `arn:aws:iam::${PANGENOMICS}:role/giraffe-reader` },
  },
});

const domain: JsonObject = created({
  ...person,
  at: '09:03:00',
  service: 'es',
  eventName: 'CreateDomain',
  requestParameters: { domainName: 'giraffe-search' },
  responseElements: {
    domainStatus: { aRN: `arn:aws:es:us-west-2:${PANGENOMICS}:domain/giraffe-search` },
  },
});

const root = {
  place: pangenomics,
  caller: {
    userIdentity: { type: 'Root', accountId: PANGENOMICS, arn: `arn:aws:iam::${PANGENOMICS}:root` },
    sourceIPAddress: '128.114.198.21',
    userAgent: 'AWS Internal',
  },
};

/** Mails about what people create besides instances. */
export const reminders: readonly Scenario[] = [
  {
    mails: ['Everything else without an Owner: once, in one mail an hour'],
    records: [
      bucket(person, 'giraffe-hprc'),
      queue(person, 'giraffe-jobs', { owner: 'mkim@ucsc.edu' }),
      volume,
      role,
      domain,
      queue({ ...person, caller: byCloudFormation }, 'giraffe-web-Queue'),
    ],
  },
  {
    mails: ['The same, of nobody known: to program managers', 'and to administrators'],
    records: [bucket(root, 'nobodys-bucket')],
  },
  {
    mails: ['The same, in dry-run: to administrators'],
    records: [
      queue(
        {
          place: { accountId: REHEARSAL, region: 'us-west-2' },
          caller: consoleSession(REHEARSAL, 'mkim@ucsc.edu'),
        },
        'rehearsed',
      ),
    ],
  },
];
