import { randomBytes, randomUUID } from 'node:crypto';
import { applyRecord } from '../../local/aws/apply-record.ts';
import { Ec2 } from '../../local/aws/ec2.ts';
import { ec2Clients } from '../../local/aws/ec2-clients.ts';
import { Iam } from '../../local/iam/iam.ts';
import { readEntry } from '../../local/input/entry.ts';
import type { Aws, Launched, LaunchOrder, Place } from './aws.ts';
import { embeddedExecutions } from './embedded-executions.ts';
import { functionRoleArn, STACKS } from './stacks.ts';

const newId = (prefix: string): string => `${prefix}-${randomBytes(9).toString('hex').slice(0, 17)}`;

/** The record that CloudTrail writes of a call to EC2, down to what tells a call. */
const recordOf = ({ accountId, region }: Place, eventName: string, call: object) => ({
  eventTime: new Date().toISOString(),
  eventSource: 'ec2.amazonaws.com',
  eventName,
  awsRegion: region,
  recipientAccountId: accountId,
  eventID: randomUUID(),
  ...call,
});

const launchRecord = (order: LaunchOrder, { reservationId, clientToken, instanceIds }: Launched) => {
  const { place, count = 1, instanceType = 't3.micro', zone = 'a', tags = [] } = order;
  const availabilityZone = `${place.region}${zone}`;
  return recordOf(place, 'RunInstances', {
    requestParameters: {
      instancesSet: { items: [{ minCount: count, maxCount: count }] },
      instanceType,
      availabilityZone,
      clientToken,
      tagSpecificationSet: { items: [{ resourceType: 'instance', tags }] },
    },
    responseElements: {
      reservationId,
      instancesSet: {
        items: instanceIds.map((instanceId) => ({
          instanceId,
          instanceType,
          placement: { availabilityZone },
          tagSet: { items: tags },
        })),
      },
    },
  });
};

const protectionRecord = (place: Place, instanceId: string) =>
  recordOf(place, 'ModifyInstanceAttribute', {
    requestParameters: { instanceId, disableApiTermination: { value: true } },
    responseElements: { _return: true },
  });

/** The embedded AWS of the local run, which learns of a call from its record. */
export const embeddedAws = (): Aws => {
  const ec2 = new Ec2();
  const iam = new Iam(STACKS);
  const tell = (record: unknown): void => {
    const entry = readEntry({ place: null, record, envelope: null }, 'contract');
    if (typeof entry === 'string') throw new Error(entry);
    applyRecord(ec2, entry);
  };
  return {
    ec2Clients: (of) => ec2Clients(ec2, iam, functionRoleArn(of)),
    ...embeddedExecutions(iam),
    launch: async (order) => {
      const instanceIds = Array.from({ length: order.count ?? 1 }, () => newId('i'));
      const launched = { reservationId: newId('r'), clientToken: randomUUID(), instanceIds };
      tell(launchRecord(order, launched));
      return launched;
    },
    protect: async (place, instanceId) => tell(protectionRecord(place, instanceId)),
  };
};
